"""Text to name probabilities."""
