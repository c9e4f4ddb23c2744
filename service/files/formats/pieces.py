"""Texts of several pieces: what a document has in paragraphs and runs becomes one text.

A paragraph is read without a break, though its text stands in several places of the file: in the
runs of a formatted document, or in the names and addresses of a mail's header. Paragraphs are
joined by blank lines, which end sentences.
"""

from collections.abc import Iterator, Sequence
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


def join_paragraphs(paragraphs: Sequence[Paragraph]) -> str:
    """Give the text of all paragraphs."""
    return BLANK_LINE.join("".join(piece.text for piece in each) for each in paragraphs)


def redact_paragraphs(
    paragraphs: Sequence[Paragraph], names: Sequence[RedactedName]
) -> list[list[str]]:
    """Give the pieces of all paragraphs without the names of `join_paragraphs(paragraphs)`.

    The replacement of a name stands in the first piece of the name that is not fixed; the other
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
    placed: set[int] = set()
    for piece in paragraph:
        stop = start + len(piece.text)
        if piece.is_fixed:
            yield piece.text
        else:
            parts, at = [], start
            for name in names:
                if name.start < stop and name.end > start:
                    parts.append(piece.text[at - start : max(name.start - start, 0)])
                    if name.start not in placed:
                        parts.append(_replacement(name, start, stop))
                        placed.add(name.start)
                    at = min(name.end, stop)
            yield "".join([*parts, piece.text[at - start :]])
        start = stop


def _replacement(name: RedactedName, start: int, stop: int) -> str:
    """Give what stands for a name: on one line, where its pieces do not stand together."""
    if start <= name.start and name.end <= stop:
        return name.replacement
    return " ".join(name.replacement.split())
