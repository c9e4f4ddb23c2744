"""Labelled sentences to bundle; knows no web."""
