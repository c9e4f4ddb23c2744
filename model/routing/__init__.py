"""Routing: which of several bundles reads a document, or each of its paragraphs."""
