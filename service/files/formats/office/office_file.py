"""Office files: the format of documents and of workbooks, told apart by what each reads."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from nomen.model.redaction.redaction import RedactedDocument
from nomen.service.files.formats.format import Chunk, Record, Rejected
from nomen.service.files.formats.office.document import OfficeDocument, Reading
from nomen.service.files.formats.office.package import MAX_BYTES, Package, import_lxml


@dataclass(frozen=True, slots=True)
class OfficeFile:
    """A file is one document.

    Attributes:
        reading: Makes what finds the texts of the file's kind.
    """

    reading: Callable[[], Reading]

    def split(self, stream: BinaryIO) -> Iterator[Chunk]:
        """Give the whole file; see `Format`."""
        import_lxml()
        content = stream.read(MAX_BYTES + 1)
        Package(content)  # refuses what is too large before a worker parses it
        yield Chunk(first=1, content=content, position=len(content))

    def read(self, chunk: Chunk) -> list[Record | Rejected]:
        """Read the document; see `Format`."""
        return [OfficeDocument(chunk.content, self.reading()).as_record()]

    def rewrite(self, chunk: Chunk, redacted: Sequence[RedactedDocument | None]) -> bytes:
        """Write the document again; see `Format`."""
        (text,) = redacted
        names = [] if text is None else text.names
        return OfficeDocument(chunk.content, self.reading()).rewrite(names)

    def restore(self, chunk: Chunk, restored: Sequence[RedactedDocument]) -> bytes:
        """Write a redacted document with its names.

        Args:
            chunk: The document.
            restored: What stands in the place of its replacements.
        """
        return OfficeDocument(chunk.content, self.reading()).restore(restored[0].names)
