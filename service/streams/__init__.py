"""Streams of JSON Lines: lines to groups of records, and their answers in the same order."""
