"""Other taggers, trained and measured on the same sentences."""
