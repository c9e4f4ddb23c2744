"""HTML and Markdown: one document a file, with its markup as it stands.

Character references of letters, apostrophes and no-break spaces are read as these, because a name
may hold them: `Ren&eacute;`. Offsets of the text count each of them as one character. What is no
name stays byte for byte.

*Source:* HTML Living Standard, section 13.5 (named character references).
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import unescape
from operator import itemgetter
from typing import BinaryIO, NamedTuple

from nomen.model.redaction.redaction import RedactedDocument, RedactedName
from nomen.service.files.formats.format import Chunk, Record, Rejected
from nomen.service.files.formats.pieces import Piece, redact_paragraphs
from nomen.service.files.formats.text import PlainText

_REFERENCE = re.compile(r"(&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)")
_ALSO_READ = frozenset("'\u2019\u00a0")
_VALUE = r"""(?:"[^"]*"|'[^']*')"""
_TAG = re.compile(rf"<[A-Za-z](?:[^\"'<>]|{_VALUE})*+")
_QUOTED = re.compile(_VALUE)
_QUOTES = {'"': "&quot;", "'": "&#39;"}


class Markup(NamedTuple):
    """A text with markup in pieces: what stands between references, and each reference.

    Attributes:
        sources: The pieces as they stand.
        pieces: The same with references read.
    """

    sources: list[str]
    pieces: list[Piece]

    @classmethod
    def build(cls, source: str) -> "Markup":
        """Cut a text with markup into pieces."""
        sources = list(_join(_REFERENCE.split(source)))
        return cls(sources, [Piece(_read(each)) for each in sources])

    @property
    def text(self) -> str:
        """The text with references read."""
        return "".join(piece.text for piece in self.pieces)

    def write(self, texts: Sequence[str]) -> str:
        """Write the text again; pieces that are the same stand as they stood."""
        return "".join(
            source if text == piece.text else text
            for source, piece, text in zip(self.sources, self.pieces, texts, strict=True)
        )


@dataclass(frozen=True, slots=True)
class Html:
    """A file is one document."""

    def split(self, stream: BinaryIO) -> Iterator[Chunk]:
        """Give the whole file; see `Format`."""
        return PlainText().split(stream)

    def read(self, chunk: Chunk) -> list[Record | Rejected]:
        """Give the one text; see `Format`."""
        return [_read_record(record) for record in PlainText().read(chunk)]

    def rewrite(self, chunk: Chunk, redacted: Sequence[RedactedDocument | None]) -> bytes:
        """Write the text again; see `Format`."""
        (document,) = redacted
        if document is None or not document.names:
            return chunk.content
        markup = Markup.build(chunk.content.decode())
        (texts,) = redact_paragraphs([markup.pieces], fit_attributes(markup, document.names))
        return markup.write(texts).encode()


def fit_attributes(
    markup: Markup, names: Iterable[RedactedName], *, start: int = 0
) -> list[RedactedName]:
    """Write quotes of replacements that would end the value of an attribute as references.

    Args:
        markup: The text.
        names: Its names, and others around it.
        start: Where it starts in the text that has the names.
    """
    # A reference is no sign of markup, whatever it is read as.
    bare = "".join(
        piece.text if piece.text == source else "_" * len(piece.text)
        for source, piece in zip(markup.sources, markup.pieces, strict=True)
    )
    values = [
        (start + value.start(), start + value.end(), value[0][0])
        for tag in _TAG.finditer(bare)
        for value in _QUOTED.finditer(bare, *tag.span())
    ]
    return [_fit_name(name, values) for name in names]


def _fit_name(name: RedactedName, values: Sequence[tuple[int, int, str]]) -> RedactedName:
    index = bisect_right(values, name.start, key=itemgetter(0)) - 1
    if index < 0 or name.start >= values[index][1]:
        return name
    quote = values[index][2]
    return replace(name, replacement=name.replacement.replace(quote, _QUOTES[quote]))


def _read_record(record: Record | Rejected) -> Record | Rejected:
    if isinstance(record, Rejected) or not isinstance(record.document, str):
        return record
    return Record(place=record.place, document=Markup.build(record.document).text)


def _join(parts: Sequence[str]) -> Iterator[str]:
    """Give parts of a text, with the references that are not read joined to what is around them."""
    held = ""
    for index, part in enumerate(parts):
        if index % 2 and _read(part) != part:
            yield held
            yield part
            held = ""
        else:
            held += part
    yield held


def _read(source: str) -> str:
    """Read a reference that a name may hold; all else stays as it stands."""
    if not _REFERENCE.fullmatch(source):
        return source
    text = unescape(source)
    return text if text.isalpha() or text in _ALSO_READ else source
