"""Markup: the tags of a text, at whose ends names are cut.

*Source:* HTML Living Standard, section 13.2.5, tag open state: a tag begins with `<`, an optional
slash and an ASCII letter. Quoted attribute values with `<` or `>` are not followed.
"""

import re
from collections.abc import Iterator

_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_COMMENT_START, _COMMENT_END = "<!--", "-->"


def find_tags(text: str) -> Iterator[tuple[int, int]]:
    """Give the half-open span of each tag and each comment, in the order of the text."""
    position = 0
    for comment in _comments(text):
        yield from _tags(text, position, comment[0])
        yield comment
        position = comment[1]
    yield from _tags(text, position, len(text))


def _tags(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    return (match.span() for match in _TAG.finditer(text, start, end))


def _comments(text: str) -> Iterator[tuple[int, int]]:
    end = 0
    while (start := text.find(_COMMENT_START, end)) >= 0:
        closing = text.find(_COMMENT_END, start + len(_COMMENT_START))
        if closing < 0:
            return
        end = closing + len(_COMMENT_END)
        yield start, end
