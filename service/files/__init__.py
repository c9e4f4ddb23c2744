"""The work of `nomen tag` and `nomen model`: files, worker processes and the terminal."""
