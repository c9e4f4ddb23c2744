"""Texts with their names between ⟦ and ⟧, as the tests of the rules for names write them."""

import re

import numpy as np

from nomen.model.names.layout import Layout
from nomen.model.names.settling.context import Context
from nomen.model.text.tokenizer import tokenize

_MARK = re.compile("[⟦⟧]")


class MarkedText:
    """A text, and the tokens of its marked names.

    Args:
        marked: The text with each name between ⟦ and ⟧.
    """

    def __init__(self, marked: str) -> None:
        pieces = _MARK.split(marked)
        self.text = "".join(pieces)
        self.tokenized = tokenize(self.text)
        found = self.tokenized
        self.layout = Layout(self.text, found.starts, found.ends, found.breaks)
        self.context = Context(found.tokens, self.layout)
        bounds = np.cumsum([0, *map(len, pieces)]).tolist()
        spans = list(zip(bounds[1::2], bounds[2::2], strict=False))
        self.names = [self.layout.tokens_in(start, end) for start, end in spans]

    def texts(self, names: list[range]) -> list[str]:
        """Give the texts of names."""
        starts, ends = self.layout.starts, self.layout.ends
        return [self.text[starts[each.start] : ends[each.stop - 1]] for each in names if each]
