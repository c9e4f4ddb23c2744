"""`nomen tag` for files and for people."""
