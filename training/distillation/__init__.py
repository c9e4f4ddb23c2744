"""Teachers of a network: their training, and the soft labels that they give."""
