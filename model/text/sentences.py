"""Sentences: which tokens of a text start one.

- A sentence ends after `.`, `!`, `?`, an ellipsis, or what other scripts have for them, and after
  the closing quotes and brackets that follow. It does not end there if the text goes on with a
  lower-case word, a comma or a dash.
- The period of a title, an initial or an item's number ends no sentence. The period of another
  abbreviation ends one only before a word that often opens a sentence.
- A blank line ends a sentence. So does the end of a line that is not only wrapped, if no comma
  stands before it and no lower-case letter after it.
"""

from collections.abc import Iterator

import numpy as np

from nomen.model.arrays import Int32Array
from nomen.model.text.abbreviations import TITLES, UNENDING
from nomen.model.text.breaks import Break
from nomen.model.text.lines import BreakArray

_LINE, _BLANK_LINE = int(Break.LINE), int(Break.BLANK_LINE)
_TERMINATORS = frozenset(".!?…。\uff01\uff1f\uff0e｡‼⁇⁈⁉\u0589؟\u06d4।॥။።፧។៕")
_CLOSERS = frozenset({"''", *"”)]}»\u203a」』】》〉\u3015\uff09\uff3d\uff5d｣"})
_QUOTES = frozenset({'"', "'", "\u2019"})
_CONTINUATIONS = frozenset({"--", *",;:-\u2013—/&%\uff0c\uff1b\uff1a、،؛"})
_OPENING_WORDS = """
    A After All Also An And Another As At Because Before Both But By During Each Every For From
    He Her His How However I If In Instead It Its Later Many Meanwhile Most My No Not Now On
    Once One Only Our She Since So Some Still That The Their Then There These They This Those
    Though Through To Today Under Until We What When Where Which While Who Why With Yet You
"""
OPENING = frozenset(_OPENING_WORDS.split())
"""Words that often open a sentence."""


def find_sentence_starts(
    tokens: list[str], starts: Int32Array, ends: Int32Array, breaks: BreakArray
) -> Int32Array:
    """Return the index of each sentence's first token.

    Args:
        tokens: A text's tokens, in order.
        starts: int32 (T,), where in the text each starts.
        ends: int32 (T,), one past where each ends.
        breaks: uint8 (T,), what parts each from the one before it.

    Returns:
        int32 (S,), ascending, the first is 0; empty if there is no token.
    """
    if not tokens:
        return np.zeros(0, dtype=np.int32)
    found = {0, *_after_terminators(tokens, starts, ends), *_after_lines(tokens, breaks)}
    return np.array(sorted(found - {len(tokens)}), dtype=np.int32)


def _after_terminators(tokens: list[str], starts: Int32Array, ends: Int32Array) -> Iterator[int]:
    following = 0
    for index in [i for i, token in enumerate(tokens) if token[-1] in _TERMINATORS]:
        if tokens[index - 1] in UNENDING and _is_abbreviated(tokens, starts, ends, index):
            continue
        if index >= following:
            following = _skip_closers(tokens, starts, ends, index)
            if following < len(tokens) and _is_end(tokens[index], tokens[following]):
                yield following


def _skip_closers(tokens: list[str], starts: Int32Array, ends: Int32Array, index: int) -> int:
    """Return the index of the first token after the sentence end that begins at `index`.

    Some quotes may open or close. They count as closing if no blank stands before them.
    """
    while index + 1 < len(tokens):
        token = tokens[index + 1]
        is_closer = token in _CLOSERS or (
            token in _QUOTES and bool(starts[index + 1] == ends[index])
        )
        if not is_closer and not _TERMINATORS.issuperset(token):
            break
        index += 1
    return index + 1


def _is_abbreviated(tokens: list[str], starts: Int32Array, ends: Int32Array, index: int) -> bool:
    """Tell whether a token is the period of the word before it."""
    return tokens[index] == "." and index > 0 and bool(starts[index] == ends[index - 1])


def _is_end(token: str, following: str) -> bool:
    if following[0].islower() or following in _CONTINUATIONS:
        return False
    if _TERMINATORS.issuperset(token):
        return True
    stem = token[:-1]
    if len(stem) == 1 or stem.isdigit() or stem in TITLES:
        return False
    return following in OPENING


def _after_lines(tokens: list[str], breaks: BreakArray) -> Iterator[int]:
    places = breaks.nonzero()[0]
    for index, kind in zip(places.tolist(), breaks[places].tolist(), strict=True):
        is_end = tokens[index - 1] != "," and not tokens[index][0].islower()
        if kind == _BLANK_LINE or (kind == _LINE and is_end):
            yield index
