"""Changed copies of labelled sentences: other names, casings, typos."""
