"""What taggers find in each language."""
