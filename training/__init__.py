"""Labelled sentences to a bundle."""
