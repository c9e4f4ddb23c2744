"""Long documents: one text of any length in bounded memory, with the answer of the whole text."""
