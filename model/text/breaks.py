"""Breaks: what parts a token from the one before it in a text, as the network sees it.

A window's tokens carry their break as a first character, a mark. A token without a mark goes on in
the same line, or in a line that is only wrapped. Tokens of a text never begin with a mark of their
own, for marks are blanks.
"""

from enum import IntEnum


class Break(IntEnum):
    """What parts a token from the one before it."""

    NONE = 0
    """Nothing: they stand in one line, or the line is only wrapped."""
    LINE = 1
    """A line ended."""
    BLANK_LINE = 2
    """A blank line or more."""
    CELL = 3
    """A tab or three blanks or more, inside a line."""


LINE, BLANK_LINE, CELL = "\n", "\f", "\t"
"""The marks: a line ended, a blank line lies between, a tab or a wide gap lies between."""

MARKS = (LINE, BLANK_LINE, CELL)
MARK_OF_BREAK = ("", *MARKS)
"""The mark of each `Break`, by its value."""
QUOTE_MARKS = frozenset({">", ">>", ">>>", "#", "##", "//"})
"""Tokens that quote a mail, or open a comment, at the start of each of its lines."""


def split_mark(token: str) -> tuple[str, str]:
    """Give a token's mark, which may be empty, and the token without it."""
    return (token[0], token[1:]) if token[0] in MARKS and len(token) > 1 else ("", token)
