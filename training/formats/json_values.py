"""The values of a JSON file, one by one: lines, the elements of an array, or objects in a row."""

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, TextIO

from nomen.training.formats.opening import ending, lines, opened
from nomen.training.formats.records import Fault, Place

Layout = Literal["lines", "array", "values"]

_START_CHARACTERS = 1 << 16
_MAX_VALUE_CHARACTERS = 1 << 26
JSON_LINES = frozenset({".jsonl", ".ndjson"})
"""Endings of files that hold a value in each line."""

_BLANKS = " \t\r\n"


def json_values(path: Path) -> Iterator[tuple[Place, object] | Fault]:
    """Give each value of a file with the place where it begins.

    Lines that are no JSON are faults, and the next ones are read; an array ends at its first fault.

    Raises:
        CorpusError: When the file cannot be read.
    """
    layout = find_layout(path)
    if layout == "lines":
        yield from _values_of_lines(path)
        return
    with opened(path) as stream:
        text = io.TextIOWrapper(stream, encoding="utf-8-sig")
        scanner = _Scanner(text)
        try:
            found = scanner.values(is_array=layout == "array")
            for number, (line, value) in enumerate(found, 1):
                yield Place(path, line, record=number), value
        except (RecursionError, ValueError):
            message = "expected valid JSON in UTF-8; nothing behind that is read"
            yield Fault(Place(path, scanner.line), "malformed", message)


def find_layout(path: Path) -> Layout:
    """Tell how a file holds its values, by its beginning.

    Raises:
        CorpusError: When the file cannot be read.
    """
    start = beginning(path).lstrip(_BLANKS)
    if start.startswith("["):
        is_pair = start[1:].lstrip(_BLANKS).startswith('"')
        return "lines" if is_pair else "array"
    first_line, newline, _ = start.partition("\n")
    is_whole = not newline or _is_json(first_line) or ending(path) in JSON_LINES
    return "lines" if is_whole else "values"


def beginning(path: Path) -> str:
    """Give the beginning of a file's text; what is no UTF-8 is replaced.

    Raises:
        CorpusError: When the file cannot be read.
    """
    with opened(path) as stream:
        return stream.read(_START_CHARACTERS).decode("utf-8-sig", errors="replace")


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (RecursionError, ValueError):
        return False
    return True


def _values_of_lines(path: Path) -> Iterator[tuple[Place, object] | Fault]:
    for item in lines(path):
        if isinstance(item, Fault):
            yield item
            continue
        number, line = item
        if not line.strip(_BLANKS):
            continue
        place = Place(path, number)
        try:
            value = json.loads(line)
        except (RecursionError, ValueError):
            yield Fault(place, "malformed", "expected a JSON object, found no valid JSON")
        else:
            yield place, value


class _Scanner:
    """Reads values from a stream of text, without holding more than one of them.

    Attributes:
        line: The number of the line that was reached, from 1.
    """

    def __init__(self, stream: TextIO) -> None:
        self.line = 1
        self._stream = stream
        self._decoder = json.JSONDecoder()
        self._buffer = ""
        self._at = 0

    def values(self, *, is_array: bool) -> Iterator[tuple[int, object]]:
        """Give the line where each value begins, and the value.

        Raises:
            ValueError: Where the text is no JSON, or a value is longer than 64 Mi characters.
        """
        if is_array:
            self._expect("[")
        while (found := self._peek()) and found != "]":
            line = self.line
            yield line, self._value()
            if is_array and self._peek() != "]":
                self._expect(",")
        if is_array:
            self._expect("]")
            if self._peek():
                raise ValueError("expected the end")

    def _peek(self) -> str:
        """Skip blanks; give the next character, or nothing at the end."""
        while True:
            while self._at < len(self._buffer):
                character = self._buffer[self._at]
                if character not in _BLANKS:
                    return character
                self._advance(self._at + 1)
            if not self._grow():
                return ""

    def _expect(self, character: str) -> None:
        if self._peek() != character:
            raise ValueError("expected another character")
        self._at += 1

    def _value(self) -> object:
        while True:
            try:
                value, end = self._decoder.raw_decode(self._buffer, self._at)
            except ValueError:
                if not self._grow():
                    raise
            else:
                self._advance(end)
                return value

    def _advance(self, end: int) -> None:
        self.line += self._buffer.count("\n", self._at, end)
        self._at = end

    def _grow(self) -> bool:
        rest = self._buffer[self._at :]
        if len(rest) > _MAX_VALUE_CHARACTERS:
            raise ValueError("expected shorter values")
        more = self._stream.read(max(_START_CHARACTERS, len(rest)))
        self._buffer, self._at = rest + more, 0
        return bool(more)


def first_values(path: Path, number: int) -> list[object]:
    """Give the first values of a file that are valid.

    Raises:
        CorpusError: When the file cannot be read.
    """
    found: list[object] = []
    values = json_values(path)
    for item in values:
        if not isinstance(item, Fault):
            found.append(item[1])
        if len(found) == number:
            break
    return found
