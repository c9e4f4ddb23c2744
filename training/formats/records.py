"""What a reader gives for each record of a file: a record, a fault, or why it is left out."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from nomen.training.errors import CorpusError

FaultKind = Literal[
    "malformed", "beyond the text", "empty", "other text", "overlap", "cut tokens", "discontinuous"
]


class RecordError(CorpusError):
    """A record is not what its format says; tells what was expected, without its place."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record stands.

    Attributes:
        path: The file.
        number: Of the line, row or document; from 1.
        unit: What is counted.
        record: The number of the record in a file that does not hold one a line, from 1; else 0.
    """

    path: Path
    number: int
    unit: Literal["line", "row", "document"] = "line"
    record: int = 0

    def __str__(self) -> str:
        return f"{self.path}{self.position}"

    @property
    def position(self) -> str:
        """Where it stands in its file: `:12`, or `:12, record 3`, or `, row 12`."""
        separator = ":" if self.unit == "line" else f", {self.unit} "
        record = f", record {self.record}" if self.record else ""
        return f"{separator}{self.number}{record}"


@dataclass(frozen=True, slots=True)
class LabelledSpan:
    """A span that somebody labelled, as its file has it.

    Attributes:
        start: Where it starts: code points of a text, or tokens.
        end: Where it ends, exclusive.
        label: Its type in upper case; None where the file names none, which is a name.
        text: What the file says stands there; None where it says nothing.
        line: The number of its own line, from 1; 0 where it has none.
    """

    start: int
    end: int
    label: str | None = None
    text: str | None = None
    line: int = 0

    def place(self, record: Place) -> Place:
        """Give where it stands, in a record that stands somewhere."""
        return replace(record, number=self.line) if self.line else record


@dataclass(frozen=True, slots=True, kw_only=True)
class TextRecord:
    """A text with its labelled spans, in code points.

    Attributes:
        place: Where it stands.
        text: The text.
        spans: In any order.
        document: What its document is called in the file; None where it is a document of its own.
    """

    place: Place
    text: str
    spans: tuple[LabelledSpan, ...]
    document: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenRecord:
    """The tokens of a sentence with its labelled spans, in tokens.

    Attributes:
        place: Where it stands.
        tokens: Its tokens.
        spans: In any order.
        document: What its document is called in the file; None where the file does not say.
    """

    place: Place
    tokens: tuple[str, ...]
    spans: tuple[LabelledSpan, ...]
    document: str | None = None


Record = TextRecord | TokenRecord


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong at a place; the message holds no text of the file."""

    place: Place
    kind: FaultKind
    message: str

    def as_error(self) -> CorpusError:
        """Give the error that refuses the file."""
        return CorpusError(f"{self.place}: {self.message}")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A record that its tool marks as not to be learned from."""

    place: Place
    reason: str


Item = TextRecord | TokenRecord | Fault | LeftOut
