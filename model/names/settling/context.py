"""Context: the tokens of a document and what parts them, as the rules for names see them."""

import re
from collections.abc import Sequence

from nomen.model.names.layout import Layout
from nomen.model.text.breaks import MARK_OF_BREAK, Break, split_mark
from nomen.model.text.stand_ins import may_stand_in, without_stand_ins

_LINE_BREAK = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_INITIAL = re.compile(r"[^\W\d_]\.?")
_INITIAL_LETTERS = 2
_END = bytes([Break.BLANK_LINE])
"""Before the first token and after the last one."""


class Context:
    """The tokens of one document.

    A token of a list may begin with a mark of `text.breaks`, which says what parts it from the one
    before it. A text has its breaks in its layout.

    Args:
        tokens: The T tokens.
        layout: Where they stand in the text; None for a token list.

    Attributes:
        tokens: The tokens without marks, with the characters that their references stand for.
    """

    def __init__(self, tokens: Sequence[str], layout: Layout | None) -> None:
        self._layout = layout
        if layout is None:
            parted = [split_mark(token) for token in tokens]
            plain = [token for _, token in parted]
            breaks = bytes(MARK_OF_BREAK.index(mark) for mark, _ in parted)
        else:
            plain = tokens if isinstance(tokens, list) else list(tokens)
            found = layout.breaks
            breaks = bytes(len(tokens)) if found is None else found.tobytes()
        self.tokens = _without_stand_ins(plain, layout)
        self._breaks = _END + breaks[1:] + _END

    def break_before(self, index: int) -> int:
        """Tell what parts a token from the one before it; the ends of a document are blank lines.

        Args:
            index: Of the token, 0 to T.

        Returns:
            A value of `Break`.
        """
        return self._breaks[index]

    def is_unbroken(self, tokens: range) -> bool:
        """Tell whether the tokens of a range stand in one line."""
        return not any(self._breaks[tokens.start + 1 : tokens.stop])

    def gap_before(self, index: int) -> str:
        """Give the blanks of a text before a token that is not its first."""
        layout = self._layout
        return " " if layout is None else layout.text[layout.ends[index - 1] : layout.starts[index]]

    def touches(self, index: int) -> bool:
        """Tell whether a token of a text, not its first, stands right after the one before it."""
        return self._layout is not None and not self.gap_before(index)

    def ends_line(self, index: int) -> bool:
        """Tell whether a token of a text, not its first, is the first of a line of any kind."""
        return _LINE_BREAK.search(self.gap_before(index)) is not None

    def goes_on(self, index: int) -> bool:
        """Tell whether a token of this index goes on in the line of the one before it."""
        return not self._breaks[index]

    def following(self, index: int) -> str:
        """Give the token of an index in the line of the one before it; empty where that ends."""
        return "" if self._breaks[index] else self.tokens[index]

    def preceding(self, index: int) -> str:
        """Give the token before one, in its line; empty where that begins."""
        return "" if self._breaks[index] else self.tokens[index - 1]

    def is_initial(self, index: int) -> bool:
        """Tell whether a token is a single capital letter, with its full stop or without."""
        token = self.tokens[index]
        return (
            len(token) <= _INITIAL_LETTERS
            and bool(_INITIAL.fullmatch(token))
            and token[0].isupper()
        )


def _without_stand_ins(tokens: list[str], layout: Layout | None) -> list[str]:
    """Replace character references, escapes and other stand-ins."""
    if layout is not None and not may_stand_in(layout.text):
        return tokens
    return [
        token if token.isascii() and token.isalnum() else without_stand_ins(token)
        for token in tokens
    ]
