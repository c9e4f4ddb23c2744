"""The suite: evaluation sets as written, with other casings, typos and names."""
