"""Reads JSON Lines: one document a line."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from nomen.service.documents.answers import dump_json
from nomen.service.documents.reading import Entry, Refusal, read_document
from nomen.service.documents.strict_json import parse_json
from nomen.service.errors import RequestError

GROUP_BYTES = 65_536
"""Size of a group, about. Documents are tagged in groups, so that batches have little padding."""


class Lines(NamedTuple):
    """A group of consecutive lines of a file.

    Attributes:
        file: The file.
        first: The number of the first line, from 1.
        content: The bytes of all lines.
    """

    file: Path
    first: int
    content: bytes

    def records(self) -> Iterator["Record"]:
        """Read the lines that are not blank."""
        for number, line in enumerate(self.content.split(b"\n"), self.first):
            if line and not line.isspace():
                yield Record(self.file, number, _read(line))


class Record(NamedTuple):
    """What one line of a file says.

    Attributes:
        file: The file.
        number: The number of the line, from 1.
        entry: The document, or why it cannot be tagged.
    """

    file: Path
    number: int
    entry: Entry

    def to_refusal(self, refusal: Refusal) -> bytes:
        """Write the output line of a rejected record: the place and the problem."""
        place = {"file": str(self.file), "line": self.number}
        return dump_json({"id": refusal.id, **place, "error": refusal.error.to_json()}) + b"\n"


def read_lines(files: Sequence[Path]) -> Iterator[Lines]:
    """Read the lines of files in groups of about `GROUP_BYTES`, at least one line each."""
    for file in files:
        number = 1
        with file.open("rb") as stream:
            while lines := stream.readlines(GROUP_BYTES):
                yield Lines(file, number, b"".join(lines))
                number += len(lines)


def _read(line: bytes) -> Entry:
    try:
        return read_document(parse_json(line))
    except RequestError as error:
        return Refusal(None, error)
