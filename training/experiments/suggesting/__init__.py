"""Whether suggested sentences teach more than sentences drawn by chance."""
