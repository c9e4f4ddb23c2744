"""Files to labelled sentences of one guideline."""
