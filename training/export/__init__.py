"""A fitted network to a bundle and its report."""
