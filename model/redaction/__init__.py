"""Redaction: a text and its names become a text without them, and back."""
