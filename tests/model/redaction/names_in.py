"""Finds the names of a test's text by their words, as a tagger would give them."""

from nomen.model.tagged_documents import Name


def names_in(text: str, *names: str) -> list[Name]:
    """Give names of a text by their words, in the order of the text."""
    found, end = [], 0
    for words in names:
        start = text.index(words, end)
        end = start + len(words)
        found.append(
            Name(text=words, start=start, end=end, first_token=0, last_token=0, probability=0.9)
        )
    return found
