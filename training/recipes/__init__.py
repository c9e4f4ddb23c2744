"""Recipes: the config of one training, and the sentences it names."""
