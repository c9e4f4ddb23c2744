"""Plain text: one document a file, or one a line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from nomen.model.redaction.redaction import RedactedDocument
from nomen.service.errors import NOT_UTF8, RequestError
from nomen.service.files.formats.format import Chunk, Record, Rejected
from nomen.service.files.formats.lines import Line, lines_of, split_lines
from nomen.service.files.sources import SourceError


@dataclass(frozen=True, slots=True)
class PlainText:
    """A file is one document."""

    def split(self, stream: BinaryIO) -> Iterator[Chunk]:
        """Give the whole file; see `Format`."""
        content = stream.read()
        yield Chunk(first=1, content=content, position=len(content))

    def read(self, chunk: Chunk) -> list[Record | Rejected]:
        """Give the one text; see `Format`."""
        try:
            return [Record(place={}, document=chunk.content.decode())]
        except UnicodeDecodeError as error:
            raise SourceError(f"byte {error.start} is not UTF-8") from error

    def rewrite(self, chunk: Chunk, redacted: Sequence[RedactedDocument | None]) -> bytes:  # noqa: ARG002  # the protocol's signature
        """Write the redacted text; see `Format`."""
        return b"".join(document.text.encode() for document in redacted if document)


@dataclass(frozen=True, slots=True)
class TextLines:
    """Each line of a file that is not blank is one document."""

    def split(self, stream: BinaryIO) -> Iterator[Chunk]:
        """Split a file into groups of lines; see `Format`."""
        return split_lines(stream)

    def read(self, chunk: Chunk) -> list[Record | Rejected]:
        """Read the lines that are not blank; see `Format`."""
        return [_read(line) for line in lines_of(chunk) if not line.is_blank]

    def rewrite(self, chunk: Chunk, redacted: Sequence[RedactedDocument | None]) -> bytes:
        """Write the lines again, blank ones too; see `Format`."""
        texts = iter(redacted)
        written = bytearray()
        for line in lines_of(chunk):
            if line.is_blank:
                written += line.content + line.end
            elif document := next(texts):
                written += document.text.encode() + line.end
        return bytes(written)


def _read(line: Line) -> Record | Rejected:
    place = {"line": line.number}
    try:
        return Record(place=place, document=line.content.decode())
    except UnicodeDecodeError as error:
        problem = RequestError(NOT_UTF8, f"byte {error.start} is not UTF-8")
        return Rejected(place=place, error=problem)
