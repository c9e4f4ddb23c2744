"""Names: the rule that finds them in probabilities, and the rules of the caller."""
