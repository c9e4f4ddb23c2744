"""Lines: what parts each token of a text from the token before it.

- A blank line or a paragraph separator parts two tokens always.
- A single line break parts them if the line ended there: at a line separator; if the first word
  of the next line would have fitted into it, as wide as the lines near it are; or if the next line
  opens as an item of a list, a field or a row does. Otherwise the line is wrapped.
- Inside a line, a tab or three blanks part two cells.

Quote marks (`> `, `# `) at the start of lines are seen through.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise, takewhile
from operator import sub
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nomen.model.arrays import BoolArray, Int32Array, IntArray
from nomen.model.text.abbreviations import LOWER_TITLES, TITLES
from nomen.model.text.breaks import QUOTE_MARKS, Break
from nomen.model.text.skeleton import find_blanks
from nomen.model.text.unspaced import MASK

BreakArray = NDArray[np.uint8]
IndexArray = NDArray[np.intp]

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
_MOST_WORD_CHARACTERS = 200
_MANY_LINES = 24
"""So many lines take less time with numpy."""

# How much of a column must be empty behind a line that ended, next word included.
_EMPTY_AFTER_STOP = 0.0
_EMPTY = 0.12
_EMPTY_IN_SENTENCE = 0.5
_EMPTY_IN_NARROW_SENTENCE = 0.35

_STOPS = frozenset(".!?:;\u2026\u3002\uff01\uff1f\uff1a\uff1b\u0964\u061f\u06d4")
_GOES_ON = frozenset(
    """, & a an and are as at be by for from has in into is its of on or our than that the their
    this to was with""".split()  # noqa: SIM905 - a table
)
_CELL_GAP_BLANKS = 3
_WIDE_GAP = " " * _CELL_GAP_BLANKS
# Of an enumeration, numpy takes each member many times slower than a number.
_NONE, _LINE, _BLANK_LINE = int(Break.NONE), int(Break.LINE), int(Break.BLANK_LINE)
_CELL = np.uint8(Break.CELL)
_LINE_SEPARATOR, _PARAGRAPH_SEPARATOR = "\u2028", "\u2029"
_SHORTENED = re.compile(rf"(?:{'|'.join(sorted(TITLES | LOWER_TITLES))}|[^\W\d_])\.")
_FIRST_WORD = re.compile(rf"{MASK}|[^\s{MASK}]{{1,{_MOST_WORD_CHARACTERS}}}")
_OPENS_ITEM = re.compile(
    r"[-*+\u2022\u2023\u00b7]\s|\(?\d{1,3}[.)]\s|\(?[a-z]\)\s|\([ivx]{1,4}\)|[|<\[{]"
    r"|\w[\w-]{0,24}+(?: [\w-]{1,20}+){0,2}+:(?!\S)"
    rf"|{MASK}{{1,12}}+[:\uff1a]"
)
"""An item of a list, a row, a tag, or the label of a field."""


def find_breaks(text: str, tokens: list[str], starts: Int32Array, ends: Int32Array) -> BreakArray:
    """Return what parts each token from the one before it.

    Args:
        text: The text or its skeleton; a character that is a word has `MASK` in its place.
        tokens: Its tokens, in order.
        starts: int32 (T,), where in `text` each starts.
        ends: int32 (T,), one past where each ends.

    Returns:
        uint8 (T,), values of `Break`; the first token has no break.
    """
    breaks = np.zeros(len(tokens), dtype=np.uint8)
    # Printable text has no blanks but spaces.
    has_gaps = _WIDE_GAP in text or not text.replace("\n", "").isprintable()
    if tokens and (has_gaps or "\n" in text):
        if has_gaps:
            np.multiply(starts[1:] - ends[:-1] >= _CELL_GAP_BLANKS, _CELL, out=breaks[1:])
        if "\t" in text:
            _mark_tabs(breaks, text, starts)
        begins = _find_begins(text)
        if len(begins) > 1:
            lines = _Lines.build(text, begins, tokens, starts, ends)
            breaks[lines.heads] = lines.breaks()
        breaks[0] = _NONE
    return breaks


def _mark_tabs(breaks: BreakArray, text: str, starts: Int32Array) -> None:
    following = np.searchsorted(starts, [match.end() for match in re.finditer("\t", text)])
    breaks[following[following < len(breaks)]] = _CELL


def _find_begins(text: str) -> list[int]:
    """Give the offset at which each line begins."""
    lines = text.splitlines(keepends=True)
    return [0, *accumulate(map(len, lines[:-1]))]


class _End(NamedTuple):
    """An end of a line that may be only wrapped.

    Attributes:
        k: Index of the line after it.
        offset: Of that line's first token behind the quote marks.
        length: Of the line that ends, in characters.
        width: Of the column.
        empty: Share of the column that is empty behind the line, with the next word in it.
    """

    k: int
    offset: int
    length: int
    width: int
    empty: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lines:
    """The N lines of a text that have tokens. Each array has an element for each of them.

    Attributes:
        text: The text.
        heads: Index of each line's first token; the first is 0.
        begins: Offset at which it begins.
        ends: Offset after its last token.
        marks: The quote marks of each line that begins with some, by the index of the line.
        offsets: Offset of its first token behind them; of its last one if it has no other.
        openers: This token.
        closers: Its last token.
        is_apart: Whether it is the first, or comes after a blank line or one of quote marks alone.
    """

    text: str
    heads: IndexArray
    begins: IndexArray
    ends: Int32Array
    marks: dict[int, list[str]]
    offsets: Int32Array
    openers: list[str]
    closers: list[str]
    is_apart: BoolArray

    @classmethod
    def build(
        cls, text: str, begins: list[int], tokens: list[str], starts: Int32Array, ends: Int32Array
    ) -> "_Lines":
        """Find the lines that have tokens among those that begin at the given offsets."""
        places = np.array([*begins, len(text) + 1])
        following = starts.searchsorted(places)
        begun = (following == 0) | (ends[following - 1] < places)
        if not begun.all():  # no line begins inside a token
            places, following = places[begun], following[begun]
        # Of the lines that begin between two tokens, only the last one has any.
        lasts = (following[1:] != following[:-1]).nonzero()[0]
        heads, stops = following[lasts], following[lasts + 1]
        is_apart = np.ones(len(lasts), dtype=np.bool_)
        np.greater(lasts[1:] - lasts[:-1], 1, out=is_apart[1:])
        if _PARAGRAPH_SEPARATOR in text:
            before = [text[begin - 1 : begin] for begin in places[lasts].tolist()]
            is_apart |= [each == _PARAGRAPH_SEPARATOR for each in before]
        marks = {
            k: list(takewhile(QUOTE_MARKS.__contains__, tokens[head : stops[k]]))
            for k, head in enumerate(heads.tolist())
            if tokens[head] in QUOTE_MARKS
        }
        openings = heads
        if marks:
            openings = heads.copy()
            openings[list(marks)] += list(map(len, marks.values()))
            is_apart[1:] |= (openings == stops)[:-1]
            openings = np.minimum(openings, stops - 1)
        return cls(
            text=text,
            heads=heads,
            begins=places[lasts],
            ends=ends[stops - 1],
            marks=marks,
            offsets=starts[openings],
            openers=[tokens[i] for i in openings.tolist()],
            closers=[tokens[i - 1] for i in stops.tolist()],
            is_apart=is_apart,
        )

    def breaks(self) -> NDArray[np.intp]:
        """Give the break before each line."""
        kinds = np.where(self.is_apart, _BLANK_LINE, _LINE)
        kinds[self._wrapped()] = _NONE
        return kinds

    def _wrapped(self) -> list[int]:
        """Give each line that goes on with the last one, which was only wrapped."""
        ends = self._ends_of_many() if len(self.heads) >= _MANY_LINES else self._ends_of_few()
        return [
            end.k
            for end in ends
            if end.empty < self._least_empty(end) and not self._opens_anew(end.k, end.offset)
        ]

    def _ends_of_few(self) -> Iterator[_End]:
        """Look at each end of a line, one after the other."""
        begins, ends, offsets = self.begins.tolist(), self.ends.tolist(), self.offsets.tolist()
        lengths = list(map(sub, ends, begins))
        for start, stop in pairwise([*self.is_apart.nonzero()[0].tolist(), len(begins)]):
            for k in range(start + 1, stop):
                place, offset = ends[k - 1], offsets[k]
                first, last = max(start, k - _NUM_NEAR), min(stop, k + _NUM_NEAR)
                while first < k and place - begins[first] > MAX_NEAR_CHARACTERS:
                    first += 1
                while last > k and ends[last - 1] - place > MAX_NEAR_CHARACTERS:
                    last -= 1
                width = max([_NARROWEST, *lengths[first:last]])
                word = _FIRST_WORD.match(self.text, offset)
                needed = lengths[k - 1] + 1 + (word.end() - offset if word else 0)
                empty = (width - needed) / width
                if empty < _EMPTY_IN_SENTENCE and (
                    width > _NARROW or any(map(_is_lower_word, self.openers[first:last]))
                ):
                    yield _End(k, offset, lengths[k - 1], width, empty)

    def _ends_of_many(self) -> Iterator[_End]:
        """Look at all ends of lines at once: each call of numpy costs as much as some lines do."""
        firsts, stops = self._near()
        lengths = self.ends - self.begins
        last_lengths = np.zeros_like(lengths)
        last_lengths[1:] = lengths[:-1]
        widths = np.maximum(_highest(lengths, firsts, stops), _NARROWEST)
        empty = (widths - (last_lengths + 1 + self._word_lengths())) / widths
        is_lower = np.array(list(map(_is_lower_word, self.openers)))
        is_column = (widths > _NARROW) | (_highest(is_lower, firsts, stops) > 0)
        lines = (is_column & (empty < _EMPTY_IN_SENTENCE) & ~self.is_apart).nonzero()[0]
        facts = (each[lines].tolist() for each in (self.offsets, last_lengths, widths, empty))
        return map(_End, lines.tolist(), *facts)

    def _near(self) -> tuple[IndexArray, IndexArray]:
        """Give the first and the stop of the lines around the start of each, in its paragraph."""
        lines = np.arange(len(self.heads))
        # As if other paragraphs were far away.
        shift = self.is_apart.cumsum() * (2 * MAX_NEAR_CHARACTERS)
        begins, ends = self.begins + shift, self.ends + shift
        places = np.zeros_like(ends)
        places[1:] = ends[:-1]
        firsts = begins.searchsorted(places - MAX_NEAR_CHARACTERS)
        stops = ends.searchsorted(places + MAX_NEAR_CHARACTERS, side="right")
        return np.maximum(firsts, lines - _NUM_NEAR), np.minimum(stops, lines + _NUM_NEAR)

    def _word_lengths(self) -> IndexArray:
        """Give the length of the word at each opening."""
        blanks = find_blanks(f"{self.text}\n".replace(MASK, " "))
        lengths = blanks[blanks.searchsorted(self.offsets)] - self.offsets
        return lengths.clip(1, _MOST_WORD_CHARACTERS)

    def _least_empty(self, end: _End) -> float:
        """Give the share of a column that must be empty behind a line that ended."""
        last, following = self.closers[end.k - 1], self.openers[end.k]
        if following[0].islower() or last.lower() in _GOES_ON or _is_shortened(last):
            return _EMPTY_IN_SENTENCE if end.width > _NARROW else _EMPTY_IN_NARROW_SENTENCE
        if last[-1] in _STOPS:
            return _EMPTY_AFTER_STOP
        is_uneven = end.width > _WIDEST and end.length > _LONG_LINE
        return _EMPTY_IN_SENTENCE if is_uneven else _EMPTY

    def _opens_anew(self, k: int, offset: int) -> bool:
        """Tell whether a line is an item, a field, a row, or quoted otherwise than the last one."""
        is_item = _OPENS_ITEM.match(self.text, offset) is not None
        if is_item or self.text[self.begins[k] - 1] == _LINE_SEPARATOR:
            return True
        is_mark = self.openers[k] in QUOTE_MARKS
        return is_mark or self.marks.get(k - 1) != self.marks.get(k)


def _highest(values: IntArray, firsts: IndexArray, stops: IndexArray) -> IndexArray:
    """Give the highest of the values of each range; 0 for an empty one."""
    bounds = np.empty(2 * len(firsts), dtype=np.intp)
    bounds[::2], bounds[1::2] = firsts, stops
    padded = np.zeros(len(values) + 1, dtype=np.intp)
    padded[:-1] = values
    highest: IndexArray = np.maximum.reduceat(padded, bounds)[::2]
    return highest * (firsts < stops)


def _is_shortened(token: str) -> bool:
    return token[-1] == "." and _SHORTENED.fullmatch(token) is not None


def _is_lower_word(token: str) -> bool:
    return token.islower() and token.isalpha()
