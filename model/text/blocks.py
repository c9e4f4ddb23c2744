"""Blocks: the sentences of a text that the network reads together.

A short line says little on its own: a signature, a cell, a field. So a block takes whole sentences
until it has enough tokens, and its tokens carry the marks of `text.breaks`. What a block holds
depends on the text alone.
"""

from collections.abc import Sequence

from nomen.model.arrays import UInt8Array
from nomen.model.text.breaks import MARK_OF_BREAK

BLOCK_TOKENS = 40
"""A block ends at the first end of a sentence after this many tokens."""
PARAGRAPH_TOKENS = 20
"""At a blank line, this many are enough."""
REST_TOKENS = 12
"""No block ends with fewer tokens than this after it: they join it."""

_BLANK_LINE = 2


def block_starts(
    sentence_starts: Sequence[int],
    breaks: UInt8Array,
    *,
    num_read: int = 0,
) -> list[int]:
    """Give the index of each token that starts a block.

    Args:
        sentence_starts: Index of each sentence's first token, ascending.
        breaks: What parts each token from the one before, (T,); see `TokenizedText`.
        num_read: Tokens before the first that belong to its block; they are no longer at hand.

    Returns:
        Ascending. The first token starts a block if `num_read` is 0.
    """
    found = [] if num_read else [0]
    start, last = -num_read, len(breaks) - REST_TOKENS
    for place in sentence_starts:
        if place - start < PARAGRAPH_TOKENS or place > last:
            continue
        if place - start >= BLOCK_TOKENS or breaks[place] == _BLANK_LINE:
            found.append(place)
            start = place
    return found if len(breaks) else []


def last_known(sentence_starts: Sequence[int], *, num_tokens: int) -> int:
    """Give where the known tokens of a text end that goes on.

    Whether a block starts at one of the last sentences is open until the tokens after it are read.
    """
    first = num_tokens - REST_TOKENS
    return next((place for place in sentence_starts if place > first), num_tokens)


def with_marks(tokens: Sequence[str], breaks: UInt8Array) -> Sequence[str]:
    """Give tokens with the marks of what parts them from the token before, (T,)."""
    places = breaks.nonzero()[0]
    if not len(places):
        return tokens
    marked = list(tokens)
    for place, kind in zip(places.tolist(), breaks[places].tolist(), strict=True):
        marked[place] = MARK_OF_BREAK[kind] + marked[place]
    return marked
