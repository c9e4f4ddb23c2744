"""Sentences written otherwise: other names, casings, typos."""
