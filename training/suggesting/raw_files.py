"""The user's own raw texts, read part by part."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nomen.training.errors import CorpusError
from nomen.training.formats.json_values import JSON_LINES, json_values
from nomen.training.formats.opening import ending, lines
from nomen.training.formats.records import Fault, Place, RecordError
from nomen.training.formats.shapes.values import as_object, as_text, document_of

PART_CHARACTERS = 4096
"""From this length on, a part of a text ends at the next blank line."""
MAX_PART_CHARACTERS = 16_384
"""From this length on, it ends at the next line."""

_JSON = JSON_LINES | {".json"}


@dataclass(frozen=True, slots=True, kw_only=True)
class RawPart:
    """A text, or a part of a long one.

    Attributes:
        text: The text.
        document: What its document is called: the file, and what the file says.
    """

    text: str
    document: str


def read_parts(path: Path) -> Iterator[RawPart]:
    """Give the parts of a file, compressed or not, in bounded memory.

    A file of JSON (`.jsonl`, `.ndjson`, `.json`) has an object with a `text` for each document, and
    may call it `doc`. Any other file is one text in UTF-8. A long text is parted at blank lines.

    Raises:
        CorpusError: When the file cannot be read, or an object has no text.
    """
    if ending(path) in _JSON:
        yield from _read_json(path)
        return
    for text in _parts(_text_lines(path)):
        yield RawPart(text=text, document=path.name)


def _read_json(path: Path) -> Iterator[RawPart]:
    for item in json_values(path):
        if isinstance(item, Fault):
            raise item.as_error()
        place, value = item
        yield from _parts_of_object(value, place)


def _parts_of_object(value: object, place: Place) -> Iterator[RawPart]:
    try:
        record = as_object(value)
        text = as_text(record.get("text"))
        named = document_of(record)
    except RecordError as error:
        raise CorpusError(f"{place}: {error}") from error
    document = f"{place.path.name}/{place.record or place.number if named is None else named}"
    for part in _parts(text.splitlines(keepends=True)):
        yield RawPart(text=part, document=document)


def _text_lines(path: Path) -> Iterator[str]:
    for item in lines(path):
        if isinstance(item, Fault):
            raise item.as_error()
        yield f"{item[1]}\n"


def _parts(text_lines: Iterator[str] | list[str]) -> Iterator[str]:
    """Join lines to parts; parts without a sign are left out."""
    part: list[str] = []
    size = 0
    for line in text_lines:
        part.append(line)
        size += len(line)
        may_end = not line.strip() or size >= MAX_PART_CHARACTERS
        if size >= PART_CHARACTERS and may_end:
            yield from _unless_blank(part)
            part, size = [], 0
    yield from _unless_blank(part)


def _unless_blank(part: list[str]) -> Iterator[str]:
    text = "".join(part)
    if text.strip():
        yield text
