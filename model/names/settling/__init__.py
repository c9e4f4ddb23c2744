"""Settles where names begin and end, by what stands in and beside them."""
