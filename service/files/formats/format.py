"""What every format of files does: split a file into chunks, find their texts, write them again.

The parent process splits a file, in bounded memory. Worker processes read and rewrite the chunks,
so a chunk can be pickled. Rewriting all chunks of a file in their order, each with its redacted
texts, gives the redacted file.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO, Protocol

from nomen.model.documents import Document
from nomen.model.redaction.redaction import RedactedDocument
from nomen.service.errors import RequestError


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """Consecutive records of a file, still unread.

    Attributes:
        first: The number of its first line, row, page or message, from 1.
        content: What the format needs to read it, mostly its bytes.
        position: Bytes of the (decompressed) file up to its end, for progress.
        head: What precedes all records of the file and is needed to read them: a table's header.
    """

    first: int
    content: bytes
    position: int
    head: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One document of a file.

    Attributes:
        place: Where it stands beside the file, for answers and rejects: `{"line": 7}`,
            `{"row": 7, "column": "note"}`, `{"page": 2}`, `{}` for a whole file.
        document: Its text or tokens. A text of several parts (paragraphs, cells, a mail's headers)
            joins them with blank lines.
        id: The record's own id.
        record: Its other members, which an answer carries through.
        left_out: What redaction leaves out beside names: `attachment image/png`, `property title`.
    """

    place: Mapping[str, int | str]
    document: Document
    id: str | int | None = None
    record: Mapping[str, object] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """A record that cannot be tagged, where it stands, and why."""

    place: Mapping[str, int | str]
    error: RequestError
    id: str | int | None = None


class Format(Protocol):
    """One format of files, with its options (columns, field, encoding) chosen."""

    def split(self, stream: BinaryIO) -> Iterator[Chunk]:
        """Split a decompressed file into chunks, in bounded memory where the format allows it.

        Raises:
            SourceError: When the file as a whole cannot be read.
        """

    def read(self, chunk: Chunk) -> list[Record | Rejected]:
        """Find the records of a chunk."""

    def rewrite(self, chunk: Chunk, redacted: Sequence[RedactedDocument | None]) -> bytes:
        """Write a chunk again with its redacted texts.

        Args:
            chunk: The chunk.
            redacted: One for each of `read(chunk)`; None for a rejected record.

        Raises:
            SourceError: When the format cannot be redacted.
        """
