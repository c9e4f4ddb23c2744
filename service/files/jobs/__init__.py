"""A job: files in chunks, worker processes, and how far they are."""
