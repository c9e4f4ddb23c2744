"""Labelled sentences to a fitted network."""
