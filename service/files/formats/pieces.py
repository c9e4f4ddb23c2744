"""Texts of several pieces: what a document has in paragraphs and runs becomes one text.

A paragraph is read without a break, though its text stands in several places of the file: in the
runs of a formatted document, or in the names and addresses of a mail's header. Paragraphs are
joined by blank lines, which end sentences.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from nomen.model.redaction.redaction import RedactedName

BLANK_LINE = "\n\n"


class Piece(NamedTuple):
    """A part of a paragraph.

    Attributes:
        text: What it says.
        is_fixed: Whether it stays as it is: a line break, or a word that only introduces others.
    """

    text: str
    is_fixed: bool = False


Paragraph = Sequence[Piece]


class Slot(NamedTuple):
    """A text of a document and its place.

    Attributes:
        paragraph: The text.
        write: Puts other pieces in its place.
        sources: The pieces as they stand in the file, if references were read in them.
    """

    paragraph: Paragraph
    write: Callable[[Sequence[str]], None]
    sources: Sequence[str] = ()


def redact_slots(slots: Sequence[Slot], names: Sequence[RedactedName]) -> None:
    """Write the slots whose texts, joined as `join_paragraphs` does, have names.

    Arguments are as for `redact_paragraphs`.
    """
    texts = redact_paragraphs([slot.paragraph for slot in slots], names)
    for slot, pieces in zip(slots, texts, strict=True):
        if pieces != _texts(slot.paragraph):
            slot.write(pieces)


def starts_of(paragraphs: Sequence[Paragraph]) -> list[int]:
    """Give where each paragraph starts in the text that `join_paragraphs` gives."""
    lengths = (sum(len(piece.text) for piece in each) + len(BLANK_LINE) for each in paragraphs)
    return list(accumulate(lengths, initial=0))[:-1]


def join_paragraphs(paragraphs: Sequence[Paragraph]) -> str:
    """Give the text of all paragraphs."""
    return BLANK_LINE.join("".join(piece.text for piece in each) for each in paragraphs)


def redact_paragraphs(
    paragraphs: Sequence[Paragraph], names: Sequence[RedactedName]
) -> list[list[str]]:
    """Give the pieces of all paragraphs without the names of `join_paragraphs(paragraphs)`.

    The replacement of a name stands in the first piece of the name that is not fixed. The other
    pieces lose their part of it. A name over several paragraphs is replaced in each of them.

    Args:
        paragraphs: The paragraphs.
        names: The names of the joined text, in its order.
    """
    redacted, start, first = [], 0, 0
    for paragraph in paragraphs:
        stop = start + sum(len(piece.text) for piece in paragraph)
        while first < len(names) and names[first].end <= start:
            first += 1
        last = first
        while last < len(names) and names[last].start < stop:
            last += 1
        found = names[first:last]
        redacted.append(list(_redact(paragraph, found, start)) if found else _texts(paragraph))
        start = stop + len(BLANK_LINE)
    return redacted


def _texts(paragraph: Paragraph) -> list[str]:
    return [piece.text for piece in paragraph]


def _redact(paragraph: Paragraph, names: Sequence[RedactedName], start: int) -> Iterator[str]:
    """Give the pieces of one paragraph, which starts at `start`, without its names."""
    ends = list(accumulate((len(piece.text) for piece in paragraph), initial=start))
    fixed = [i for i, piece in enumerate(paragraph) if piece.is_fixed]
    first, last_placed = 0, -1
    for piece, begin, stop in zip(paragraph, ends, ends[1:], strict=False):
        while first < len(names) and names[first].end <= begin:
            first += 1
        if piece.is_fixed:
            yield piece.text
            continue
        parts, at, index = [], begin, first
        while index < len(names) and names[index].start < stop:
            name = names[index]
            parts.append(piece.text[at - begin : max(name.start - begin, 0)])
            if index > last_placed:  # not in an earlier piece
                parts.append(_replacement(name, ends, fixed))
                last_placed = index
            at, index = min(name.end, stop), index + 1
        yield "".join([*parts, piece.text[at - begin :]])


def _replacement(name: RedactedName, ends: Sequence[int], fixed: Sequence[int]) -> str:
    """Give what stands for a name: on one line, where a break within the name stays or is none."""
    following = bisect_right(fixed, name.start, key=lambda i: ends[i + 1])
    meets_fixed = following < len(fixed) and ends[fixed[following]] < name.end
    if ends[0] <= name.start and name.end <= ends[-1] and not meets_fixed:
        return name.replacement
    return " ".join(name.replacement.split())
