"""JSON Lines: one document a line in, one answer a line out; knows no tagger."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from nomen.service.documents.answers import dump_json
from nomen.service.documents.schemas import Refusal, TextDocument, TokensDocument, read_document
from nomen.service.documents.strict_json import parse_json
from nomen.service.errors import RequestError

GROUP_BYTES = 65_536
"""What is tagged together, about, so that sentences of one length find each other."""


class Lines(NamedTuple):
    """Lines of a file that follow each other.

    Attributes:
        file: The file.
        first: The first one's number, from 1.
        content: All of them.
    """

    file: Path
    first: int
    content: bytes

    def entries(self) -> Iterator["Entry"]:
        """Read the lines that are not blank."""
        for number, line in enumerate(self.content.split(b"\n"), self.first):
            if line and not line.isspace():
                yield Entry(self.file, number, _read(line))


class Entry(NamedTuple):
    """A line's document, or what is wrong with it.

    Attributes:
        file: The file.
        number: The line's, from 1.
        read: What it says.
    """

    file: Path
    number: int
    read: TextDocument | TokensDocument | Refusal

    def to_refusal(self, refusal: Refusal) -> bytes:
        """Write the line that tells where and why there is no answer."""
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


def _read(line: bytes) -> TextDocument | TokensDocument | Refusal:
    try:
        return read_document(parse_json(line))
    except RequestError as error:
        return Refusal(None, error)
