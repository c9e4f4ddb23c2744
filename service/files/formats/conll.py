"""CoNLL: one token a line with its tags, and a blank line between sentences.

A sentence is a document of tokens. Columns are separated by tabs where a line has tabs, else by
blanks; the first one holds the token. A redacted sentence keeps the first line of each name, with
the replacement as its token, and loses the name's other lines.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO, NamedTuple

from nomen.model.redaction.redaction import RedactedDocument, RedactedName
from nomen.service.documents.reading import Refusal, read_document
from nomen.service.errors import NOT_UTF8, RequestError
from nomen.service.files.formats.format import Chunk, Record, Rejected
from nomen.service.files.sources import SourceError

CHUNK_BYTES = 65_536
"""Size of a chunk, about; it ends where a sentence does."""
MAX_SENTENCE_BYTES = 1 << 28
"""Most bytes of a sentence, which is held in memory."""
DOCUMENT_START = b"-DOCSTART-"
BLANKS = b" \t\r\n"


class Sentence(NamedTuple):
    """Consecutive lines of a file: those of one sentence, and those of no token around it.

    Attributes:
        first: The number of its first token's line, from 1.
        lines: All lines.
        tokens: The indices of the lines with tokens.
    """

    first: int
    lines: list[bytes]
    tokens: list[int]


@dataclass(frozen=True, slots=True)
class Conll:
    """The format CoNLL."""

    def split(self, stream: BinaryIO) -> Iterator[Chunk]:
        """Split a file between sentences into chunks of about `CHUNK_BYTES`; see `Format`."""
        first, number, position, size = 1, 1, 0, 0
        lines: list[bytes] = []
        while line := stream.readline(MAX_SENTENCE_BYTES):
            lines.append(line)
            size += len(line)
            number += 1
            if size > MAX_SENTENCE_BYTES:
                raise SourceError(f"line {number}: expected the end of a sentence before it")
            if size >= CHUNK_BYTES and _is_blank(line):
                position += size
                yield Chunk(first=first, content=b"".join(lines), position=position)
                first, size, lines = number, 0, []
        if lines:
            yield Chunk(first=first, content=b"".join(lines), position=position + size)

    def read(self, chunk: Chunk) -> list[Record | Rejected]:
        """Find the sentences of a chunk."""
        return [_read(sentence) for sentence in _sentences(chunk) if sentence.tokens]

    def rewrite(self, chunk: Chunk, redacted: Sequence[RedactedDocument | None]) -> bytes:
        """Write a chunk again; each text is that of its tokens joined by one blank.

        The sentences of rejected records are left out.
        """
        texts = iter(redacted)
        lines: list[bytes] = []
        for sentence in _sentences(chunk):
            text = next(texts) if sentence.tokens else RedactedDocument(text="", names=[])
            if text is not None:
                lines += _redact(sentence, text.names) if text.names else sentence.lines
        return b"".join(lines)


def _sentences(chunk: Chunk) -> Iterator[Sentence]:
    """Cut the lines of a chunk after each blank line that follows a token."""
    start = chunk.first
    lines: list[bytes] = []
    tokens: list[int] = []
    for number, line in enumerate(chunk.content.splitlines(keepends=True), chunk.first):
        if not _is_blank(line) and not line.startswith(DOCUMENT_START):
            tokens.append(len(lines))
        lines.append(line)
        if tokens and _is_blank(line):
            yield Sentence(start + tokens[0], lines, tokens)
            start, lines, tokens = number + 1, [], []
    if lines:
        yield Sentence(start + (tokens or [0])[0], lines, tokens)


def _is_blank(line: bytes) -> bool:
    return not line.strip(BLANKS)


def _read(sentence: Sentence) -> Record | Rejected:
    place = {"line": sentence.first}
    try:
        tokens = [_columns(sentence.lines[index])[0].decode() for index in sentence.tokens]
    except UnicodeDecodeError:
        return Rejected(place=place, error=RequestError(NOT_UTF8, "expected a sentence in UTF-8"))
    entry = read_document({"tokens": tokens})
    if isinstance(entry, Refusal):
        return Rejected(place=place, error=entry.error)
    return Record(place=place, document=entry.document)


def _columns(line: bytes) -> list[bytes]:
    """Give the columns of a line that is not blank."""
    stripped = line.strip(BLANKS)
    return stripped.split(b"\t") if b"\t" in stripped else stripped.split()


def _redact(sentence: Sentence, names: Sequence[RedactedName]) -> Iterator[bytes]:
    """Give the lines of a sentence without the names of its tokens joined by one blank."""
    remaining = list(reversed(names))
    start, placed = 0, -1
    for index, line in enumerate(sentence.lines):
        if index not in sentence.tokens:
            yield line
            continue
        stop = start + len(_columns(line)[0].decode())
        while remaining and remaining[-1].end <= start:
            remaining.pop()
        name = remaining[-1] if remaining and remaining[-1].start < stop else None
        if name is None:
            yield line
        elif name.start != placed:
            placed = name.start
            yield from _replace(line, name.replacement)
        start = stop + 1


def _replace(line: bytes, replacement: str) -> Iterator[bytes]:
    """Give a line with a replacement for its token, in all columns that repeat the token.

    A replacement is one token, so its blanks become underscores. Without one, the line goes.
    """
    token = _columns(line)[0]
    written = "_".join(replacement.split()).encode()
    if written:
        separator = b"\t" if b"\t" in line else b" "
        columns = [written if each.lower() == token.lower() else each for each in _columns(line)]
        yield separator.join(columns) + line[len(line.rstrip(BLANKS)) :]
