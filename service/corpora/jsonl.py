"""JSON Lines: one document a line in, one answer a line out; knows no tagger."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from service.answers import dump_json
from service.errors import RequestError
from service.schemas import Refusal, TextDocument, TokensDocument, read_document
from service.strict_json import parse_json


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A line of a file: its document, or what is wrong with it.

    Attributes:
        file: The file.
        line: The line's number, from 1.
        num_bytes: The line's length.
        entry: What it says.
    """

    file: Path
    line: int
    num_bytes: int
    entry: TextDocument | TokensDocument | Refusal

    def to_refusal(self, refusal: Refusal) -> bytes:
        """Write the line that tells where and why there is no answer."""
        place = {"file": str(self.file), "line": self.line}
        return dump_json({"id": refusal.id, **place, "error": refusal.error.to_json()}) + b"\n"


def read_records(files: Sequence[Path]) -> Iterator[Record]:
    """Read the lines of files one by one; blank ones are passed over."""
    for file in files:
        with file.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    entry = _read_entry(line)
                    yield Record(file=file, line=number, num_bytes=len(line), entry=entry)


def _read_entry(line: bytes) -> TextDocument | TokensDocument | Refusal:
    try:
        return read_document(parse_json(line))
    except RequestError as error:
        return Refusal(None, error)
