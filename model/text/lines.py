"""Lines: what parts each token of a text from the token before it.

- A blank line or a paragraph separator parts two tokens always.
- A single line break parts them if the line ended there. It did if the first word of the next line
  would have fitted into it, as wide as the lines near it are; or if the next line opens as an item
  of a list, a field or a row does. Otherwise the line is wrapped.
- Inside a line, a tab or three blanks part two cells.

Quote marks (`> `, `# `) at the start of lines are seen through.
"""

import re
from dataclasses import dataclass
from itertools import accumulate, pairwise
from operator import sub

import numpy as np
from numpy.typing import NDArray

from nomen.model.arrays import Int32Array
from nomen.model.text.abbreviations import LOWER_TITLES, TITLES
from nomen.model.text.breaks import Break

BreakArray = NDArray[np.uint8]

MAX_NEAR_CHARACTERS = 1000
"""How far around a line's end the rules look."""

_NUM_NEAR = 4
"""Lines before and after a line's end that tell how wide the column is."""
_NARROWEST = 28
_NARROW = 45
"""Columns up to this width are wrapped only where lines open in lower case."""
_WIDEST = 132
"""Text in longer lines is not wrapped, or not evenly."""
_LONG_LINE = 60

# How much of a column must be empty behind a line that ended, next word included.
_EMPTY_AFTER_STOP = 0.0
_EMPTY = 0.12
_EMPTY_IN_SENTENCE = 0.5
_EMPTY_IN_NARROW_SENTENCE = 0.35

_STOPS = frozenset(".!?:;\u2026")
_GOES_ON = frozenset(
    """, & a an and are as at be by for from has in into is its of on or our than that the their
    this to was with""".split()  # noqa: SIM905 - a table
)
_CELL_GAP_BLANKS = 3
# Of an enumeration, numpy takes each member many times slower than a number.
_NONE, _LINE, _BLANK_LINE = int(Break.NONE), int(Break.LINE), int(Break.BLANK_LINE)
_CELL = np.uint8(Break.CELL)
_PARAGRAPH_SEPARATOR = "\u2029"
_SHORTENED = re.compile(rf"(?:{'|'.join(sorted(TITLES | LOWER_TITLES))}|[^\W\d_])\.")
_FIRST_WORD = re.compile(r"\S{1,200}")
_QUOTE_MARKS = frozenset({">", ">>", ">>>", "#", "##", "//"})
_OPENS_ITEM = re.compile(
    r"[-*+\u2022\u2023\u00b7]\s|\(?\d{1,3}[.)]\s|\(?[a-z]\)\s|\([ivx]{1,4}\)|[|<\[{]"
    r"|\w[\w-]{0,24}+(?: [\w-]{1,20}+){0,2}+:(?!\S)"
)
"""An item of a list, a row, a tag, or the label of a field."""


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
        np.multiply(starts[1:] - ends[:-1] >= _CELL_GAP_BLANKS, _CELL, out=breaks[1:])
        if "\t" in text:
            _mark_tabs(breaks, text, starts)
        line_breaks = _find_line_breaks(text)
        if line_breaks:
            lines = _Lines.build(text, line_breaks, tokens, starts, ends)
            breaks[lines.heads] = lines.breaks()
        breaks[0] = _NONE
    return breaks


def _mark_tabs(breaks: BreakArray, text: str, starts: Int32Array) -> None:
    following = np.searchsorted(starts, [match.end() for match in re.finditer("\t", text)])
    breaks[following[following < len(breaks)]] = _CELL


def _find_line_breaks(text: str) -> list[tuple[int, int]]:
    """Give where each line break starts and ends; the text may end without one."""
    lines = text.splitlines(keepends=True)
    if len(lines[-1].splitlines()[0]) == len(lines[-1]):
        lines.pop()
    if not lines:
        return []
    ends = accumulate(map(len, lines))
    return [
        (end - (2 if line.endswith("\r\n") else 1), end)
        for line, end in zip(lines, ends, strict=True)
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lines:
    """The N lines of a text that have tokens. Each list has an element for each of them.

    Attributes:
        text: The text.
        tokens: Its tokens.
        heads: Index of each line's first token; the first is 0.
        stops: Index after its last token.
        begins: Offset at which it begins.
        ends: Offset after its last token.
        lengths: Characters from where it begins to there.
        openings: Index of its first token behind the quote marks; its stop if it has none.
        offsets: Offset of this token.
        lowers: Whether the line opens with a word in lower case, as most lines of prose do.
        is_after_blank: Whether a blank line stands before it.
    """

    text: str
    tokens: list[str]
    heads: list[int]
    stops: list[int]
    begins: list[int]
    ends: list[int]
    lengths: list[int]
    openings: list[int]
    offsets: list[int]
    lowers: list[bool]
    is_after_blank: list[bool]

    @classmethod
    def build(
        cls,
        text: str,
        line_breaks: list[tuple[int, int]],
        tokens: list[str],
        starts: Int32Array,
        ends: Int32Array,
    ) -> "_Lines":
        """Find the lines between line breaks, which are offsets, half-open."""
        following = np.searchsorted(starts, [end for _, end in line_breaks])
        before = ends[following - 1].tolist()
        heads, begins, is_after_blank = [0], [0], [False]
        for (start, end), index, end_before in zip(
            line_breaks, following.tolist(), before, strict=True
        ):
            if index == heads[-1]:
                begins[-1], is_after_blank[-1] = end, True
            elif index < len(tokens) and end_before <= start:  # no line break inside a tag
                heads.append(index)
                begins.append(end)
                is_after_blank.append(text[start] == _PARAGRAPH_SEPARATOR)
        stops = [*heads[1:], len(tokens)]
        openings = [
            i if tokens[i] not in _QUOTE_MARKS else _skip_quote_marks(tokens, i, stop)
            for i, stop in zip(heads, stops, strict=True)
        ]
        line_ends = ends[np.array(stops) - 1].tolist()
        return cls(
            text=text,
            tokens=tokens,
            heads=heads,
            stops=stops,
            begins=begins,
            ends=line_ends,
            lengths=list(map(sub, line_ends, begins)),
            openings=openings,
            offsets=starts[np.minimum(openings, len(tokens) - 1)].tolist(),
            lowers=[
                _opens_lower(tokens[min(opening, stop - 1)])
                for opening, stop in zip(openings, stops, strict=True)
            ],
            is_after_blank=[
                is_blank or (k > 0 and openings[k - 1] == stops[k - 1])
                for k, is_blank in enumerate(is_after_blank)
            ],
        )

    def breaks(self) -> list[int]:
        """Give the break before each line."""
        num_lines = len(self.heads)
        kinds = [_LINE] * num_lines
        openings = [k for k, is_opening in enumerate(self.is_after_blank) if is_opening and k]
        for start, stop in pairwise([0, *openings, num_lines]):
            kinds[start] = _BLANK_LINE
            for k in range(start + 1, stop):
                if self._goes_on(k, range(start, stop)):
                    kinds[k] = _NONE
        kinds[0] = _NONE
        return kinds

    def _goes_on(self, k: int, paragraph: range) -> bool:
        """Tell whether a line goes on with the last one, which was only wrapped."""
        if self.openings[k] == self.stops[k]:
            return False
        offset = self.offsets[k]
        word = _FIRST_WORD.match(self.text, offset)
        length = self.lengths[k - 1] + 1 + (word.end() - offset if word else 0)
        # The column is this wide at least, so a short line is soon known to have ended.
        width = self.lengths[k] if self.ends[k] - self.ends[k - 1] <= MAX_NEAR_CHARACTERS else 0
        width = max(width, _NARROWEST)
        if (width - length) / width >= _EMPTY_IN_SENTENCE:
            return False
        near = self._near(k, paragraph)
        width = max([width, *self.lengths[near.start : near.stop]])
        empty = (width - length) / width
        return (
            empty < _EMPTY_IN_SENTENCE
            and empty < self._least_empty(k, width)
            and (width > _NARROW or any(self.lowers[near.start : near.stop]))
            and not self._opens_anew(k)
        )

    def _near(self, k: int, paragraph: range) -> range:
        """Give the lines of the paragraph around the start of a line."""
        end = self.ends[k - 1]
        first, stop = max(paragraph.start, k - _NUM_NEAR), min(paragraph.stop, k + _NUM_NEAR)
        while first < k and end - self.begins[first] > MAX_NEAR_CHARACTERS:
            first += 1
        while stop > k and self.ends[stop - 1] - end > MAX_NEAR_CHARACTERS:
            stop -= 1
        return range(first, stop)

    def _least_empty(self, k: int, width: int) -> float:
        """Give the share of a column that must be empty behind a line that ended before line k."""
        last, following = self.tokens[self.heads[k] - 1], self.tokens[self.openings[k]]
        is_shortened = last[-1] == "." and _SHORTENED.fullmatch(last)
        if following[0].islower() or last.lower() in _GOES_ON or is_shortened:
            return _EMPTY_IN_SENTENCE if width > _NARROW else _EMPTY_IN_NARROW_SENTENCE
        if last[-1] in _STOPS:
            return _EMPTY_AFTER_STOP
        is_uneven = width > _WIDEST and self.ends[k - 1] - self.begins[k - 1] > _LONG_LINE
        return _EMPTY_IN_SENTENCE if is_uneven else _EMPTY

    def _opens_anew(self, k: int) -> bool:
        """Tell whether a line is an item, a field, a row, or quoted otherwise than the last one."""
        if self.heads[k - 1] != self.openings[k - 1] or self.heads[k] != self.openings[k]:
            marks = self.tokens[self.heads[k - 1] : self.openings[k - 1]]
            if marks != self.tokens[self.heads[k] : self.openings[k]]:
                return True
        return _OPENS_ITEM.match(self.text, self.offsets[k]) is not None


def _opens_lower(token: str) -> bool:
    return token.islower() and token.isalpha()


def _skip_quote_marks(tokens: list[str], start: int, stop: int) -> int:
    while start < stop and tokens[start] in _QUOTE_MARKS:
        start += 1
    return start
