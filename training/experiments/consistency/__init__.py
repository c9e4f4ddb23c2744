"""Measures and fits the rule by which the sure names of a document raise other tokens."""
