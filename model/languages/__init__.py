"""Which language a text is in: by its script, and by a small recurrent network over characters."""
