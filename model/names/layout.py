"""Layout: where the tokens of a document stand in its text."""

from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

import numpy as np

from nomen.model.arrays import BoolArray, Int32Array, UInt8Array


class Layout(NamedTuple):
    """A text and its tokens.

    Attributes:
        text: The text; for a token list, its tokens joined without blanks.
        starts: Offset of each token's first code point, (T,).
        ends: Offset after each token's last code point, (T,).
        breaks: What parts each token from the one before it, (T,), values of `Break`; None where
            nothing does.
    """

    text: str
    starts: Int32Array
    ends: Int32Array
    breaks: UInt8Array | None = None

    @classmethod
    def of_tokens(cls, tokens: Sequence[str]) -> "Layout":
        """Lay out a token list."""
        bounds = np.array([0, *accumulate(map(len, tokens))], dtype=np.int32)
        return cls(text="".join(tokens), starts=bounds[:-1], ends=bounds[1:])

    def tokens_in(self, start: int, end: int) -> range:
        """Give the tokens that hold a character of `text[start:end]`."""
        first = int(np.searchsorted(self.ends, start, side="right"))
        return range(first, int(np.searchsorted(self.starts, end, side="left")))

    def tokens_within(self, spans: Sequence[tuple[int, int]]) -> list[range]:
        """Give for each span the tokens that lie in it with all their characters."""
        bounds = np.array(spans, dtype=np.int32).reshape(-1, 2)
        first = np.searchsorted(self.starts, bounds[:, 0], side="left")
        last = np.searchsorted(self.ends, bounds[:, 1], side="right")
        stops = np.maximum(first, last).tolist()
        return [range(*each) for each in zip(first.tolist(), stops, strict=True)]


def runs(is_chosen: BoolArray) -> list[range]:
    """Give the runs of chosen tokens as ranges of token indices."""
    bounds = np.flatnonzero(np.diff(is_chosen, prepend=False, append=False)).tolist()
    return [range(start, stop) for start, stop in zip(bounds[::2], bounds[1::2], strict=True)]
