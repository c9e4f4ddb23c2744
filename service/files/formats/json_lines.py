"""JSON Lines: one record a line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from nomen.model.redaction.redaction import RedactedDocument
from nomen.service.files.formats.format import Chunk, Record, Rejected
from nomen.service.files.formats.json_records import read_record, rewrite_record
from nomen.service.files.formats.lines import lines_of, split_lines


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonLines:
    """Each line that is not blank is one record.

    Attributes:
        fields: The texts of a record, nested by dots; none means `{"id"?, "text" or "tokens"}`.
    """

    fields: tuple[str, ...] = ()

    def split(self, stream: BinaryIO) -> Iterator[Chunk]:
        """Split a file into groups of lines; see `Format`."""
        return split_lines(stream)

    def read(self, chunk: Chunk) -> list[Record | Rejected]:
        """Read the records; see `Format`."""
        return [
            record
            for line in lines_of(chunk)
            if not line.is_blank
            for record in read_record(line.content, place={"line": line.number}, fields=self.fields)
        ]

    def rewrite(self, chunk: Chunk, redacted: Sequence[RedactedDocument | None]) -> bytes:
        """Write the lines again without those of rejected records; see `Format`."""
        remaining = iter(redacted)
        written = bytearray()
        for line in lines_of(chunk):
            if line.is_blank:
                written += line.content + line.end
                continue
            own = list(islice(remaining, max(1, len(self.fields))))
            kept = [document for document in own if document is not None]
            if len(kept) == len(own):
                written += rewrite_record(line.content, fields=self.fields, redacted=kept)
                written += line.end
        return bytes(written)
