"""Other taggers of the field, trained on the same sentences and asked like ours."""
