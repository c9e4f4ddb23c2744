"""JSON Lines: one document a line in, one answer a line out; knows no tagger."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from service.answers import dump_json
from service.errors import RequestError
from service.schemas import Refusal, TextDocument, TokensDocument, read_document
from service.strict_json import parse_json


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of a file.

    Attributes:
        file: The file.
        number: The line's, from 1.
        content: All of it.
    """

    file: Path
    number: int
    content: bytes

    def to_refusal(self, refusal: Refusal) -> bytes:
        """Write the line that tells where and why there is no answer."""
        place = {"file": str(self.file), "line": self.number}
        return dump_json({"id": refusal.id, **place, "error": refusal.error.to_json()}) + b"\n"


def read_lines(files: Sequence[Path]) -> Iterator[Line]:
    """Read the lines of files one by one; blank ones are passed over."""
    for file in files:
        with file.open("rb") as lines:
            for number, content in enumerate(lines, 1):
                if not content.isspace():
                    yield Line(file=file, number=number, content=content)


def read_entry(line: Line) -> TextDocument | TokensDocument | Refusal:
    """Read a line's document, or what is wrong with it."""
    try:
        return read_document(parse_json(line.content))
    except RequestError as error:
        return Refusal(None, error)
