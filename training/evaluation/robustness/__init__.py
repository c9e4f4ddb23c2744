"""The suite: evaluation sets as written, and with other casings, typos and names."""
