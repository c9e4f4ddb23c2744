"""Text to name probabilities; knows no web, no corpus, no loss."""
