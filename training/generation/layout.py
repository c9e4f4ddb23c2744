"""Layout: changes to a whole text that keep the spans of its names."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise

from nomen.training.data.texts import LabelledText

Edit = tuple[int, int, str]
"""A half-open span of the old text and what takes its place."""

_WORD_GAP = re.compile(r"(?<=\S) (?=\S)")


def edited(text: LabelledText, edits: Iterable[Edit]) -> LabelledText:
    """Replace pieces of a text.

    What is put in at an end of a name stays outside it; what is put in amid a name is part of it. A
    name of which nothing is left is dropped.

    Args:
        text: The text.
        edits: In their order, none over another.
    """
    changes = list(edits)
    pieces, last = [], 0
    for start, end, new in changes:
        pieces += [text.text[last:start], new]
        last = end
    whole = "".join([*pieces, text.text[last:]])
    moved = _Moved(changes)
    names = ((moved.start(start), moved.end(end)) for start, end in text.names)
    return LabelledText(whole, tuple(name for name in names if name[0] < name[1]))


class _Moved:
    """Where places of the old text are in the new one."""

    def __init__(self, edits: Sequence[Edit]) -> None:
        self._starts = [start for start, _, _ in edits]
        self._ends = [end for _, end, _ in edits]
        self._grown = [0, *accumulate(len(new) - (end - start) for start, end, new in edits)]

    def start(self, place: int) -> int:
        """Move a start; one amid a replaced piece moves to that piece's end."""
        passed = bisect_right(self._ends, place)
        if passed < len(self._starts) and self._starts[passed] < place:
            return self._ends[passed] + self._grown[passed + 1]
        return place + self._grown[passed]

    def end(self, place: int) -> int:
        """Move an end; one amid a replaced piece moves to that piece's start."""
        passed = bisect_left(self._starts, place)
        if passed and self._ends[passed - 1] > place:
            return self._starts[passed - 1] + self._grown[passed - 1]
        return place + self._grown[passed]


def wrapped(text: LabelledText, width: int) -> LabelledText:
    """Break lines at single blanks so that they have at most `width` characters where they can."""
    return edited(text, ((place, place + 1, "\n") for place in _breaks(text.text, width)))


def _breaks(text: str, width: int) -> Iterator[int]:
    line_starts = [0, *(i + 1 for i, letter in enumerate(text) if letter == "\n"), len(text) + 1]
    for first, following in pairwise(line_starts):
        begin, fits = first, None
        gaps = (found.start() for found in _WORD_GAP.finditer(text, first, following - 1))
        for gap in (*gaps, following - 1):
            if gap - begin > width and fits is not None:
                yield fits
                begin = fits + 1
            fits = gap


def prefixed(text: LabelledText, prefix: str) -> LabelledText:
    """Put a prefix, such as `> `, before every line; a blank line has none of its blanks."""
    starts = [0, *(i + 1 for i, letter in enumerate(text.text) if letter == "\n")]
    bare = prefix.rstrip()
    return edited(
        text,
        (
            (start, start, bare if text.text[start : start + 1] in ("", "\n") else prefix)
            for start in starts
        ),
    )


def cut(text: LabelledText, start: int, end: int) -> LabelledText:
    """Cut a half-open piece out of a text; of a name cut in two the part inside stays a name."""
    return edited(text, ((0, start, ""), (end, len(text.text), "")))


def joined(texts: Sequence[LabelledText], between: str) -> LabelledText:
    """Join texts with something that is no name between them."""
    pieces, names, length = [], [], 0
    for text in texts:
        names += [(start + length, end + length) for start, end in text.names]
        pieces.append(text.text)
        length += len(text.text) + len(between)
    return LabelledText(between.join(pieces), tuple(names))
