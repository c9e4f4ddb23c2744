"""Exports a fitted network as a bundle with its card, and reports its training."""
