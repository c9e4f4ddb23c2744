"""Lines: what parts each token of a text from the token before it.

- A blank line or a paragraph separator parts two tokens always.
- A single line break parts them if its line is short and closes with no comma, and the next line
  opens with no lower-case letter: a heading, a list, an address. Otherwise the line is wrapped.
- Inside a line, a tab or three blanks part two cells.
"""

import re

import numpy as np
from numpy.typing import NDArray

from nomen.model.arrays import Int32Array
from nomen.model.text.breaks import Break

BreakArray = NDArray[np.uint8]

_SHORT_LINE_CHARACTERS = 40
_LINE_BREAK = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_PARAGRAPH_SEPARATOR = "\u2029"
_CELL_GAP_BLANKS = 3


def find_breaks(text: str, tokens: list[str], starts: Int32Array, ends: Int32Array) -> BreakArray:
    """Return what parts each token from the one before it.

    Args:
        text: The text or its skeleton.
        tokens: Its tokens, in order.
        starts: int32 (T,), where in `text` each starts.
        ends: int32 (T,), one past where each ends.

    Returns:
        uint8 (T,), values of `Break`; the first token has no break.
    """
    breaks = np.zeros(len(tokens), dtype=np.uint8)
    if tokens:
        breaks[1:][starts[1:] - ends[:-1] >= _CELL_GAP_BLANKS] = Break.CELL
        if "\t" in text:
            _mark_tabs(breaks, text, starts)
        _mark_lines(breaks, text, tokens, starts)
        breaks[0] = Break.NONE
    return breaks


def _mark_tabs(breaks: BreakArray, text: str, starts: Int32Array) -> None:
    following = np.searchsorted(starts, [match.end() for match in re.finditer("\t", text)])
    breaks[following[following < len(breaks)]] = Break.CELL


def _mark_lines(breaks: BreakArray, text: str, tokens: list[str], starts: Int32Array) -> None:
    """Mark the first token of each line; a wrapped line has no break, and no cell gap before it."""
    line_breaks = list(_LINE_BREAK.finditer(text))
    if not line_breaks:
        return
    following = np.searchsorted(starts, [match.end() for match in line_breaks]).tolist()
    line_start, previous = 0, -1
    for match, index in zip(line_breaks, following, strict=True):
        if 0 < index < len(tokens):
            if index == previous or match[0] == _PARAGRAPH_SEPARATOR:
                breaks[index] = Break.BLANK_LINE
            elif _is_ended(match.start() - line_start, tokens[index - 1], tokens[index]):
                breaks[index] = Break.LINE
            else:
                breaks[index] = Break.NONE
        line_start, previous = match.end(), index


def _is_ended(num_characters: int, last: str, following: str) -> bool:
    """Tell whether a line ends where its text ends, by its length, its last and its next token."""
    return num_characters <= _SHORT_LINE_CHARACTERS and last != "," and not following[0].islower()
