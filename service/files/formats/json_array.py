"""JSON arrays of records, read as a stream; a file with one object is one record."""

import codecs
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from nomen.model.redaction.redaction import RedactedDocument
from nomen.service.files.formats.format import Chunk, Record, Rejected
from nomen.service.files.formats.json_records import read_record, rewrite_record
from nomen.service.files.formats.lines import GROUP_BYTES
from nomen.service.files.sources import SourceError

TOKEN_CHARACTERS = 12
"""A fault this near the end of what was read may be a value that goes on."""

_BLANKS = re.compile(r"[ \t\n\r]*")
_BETWEEN = re.compile(r"[\[,\] \t\n\r]*")
_value_at = json.JSONDecoder().raw_decode


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonArray:
    """Each element of the array is one record.

    Attributes:
        fields: The texts of a record, nested by dots; none means `{"id"?, "text" or "tokens"}`.
    """

    fields: tuple[str, ...] = ()

    def split(self, stream: BinaryIO) -> Iterator[Chunk]:
        """Split the array into groups of elements, in bounded memory; see `Format`."""
        return _Splitter(stream).chunks()

    def read(self, chunk: Chunk) -> list[Record | Rejected]:
        """Read the elements; see `Format`.

        Raises:
            SourceError: When the file is one object that cannot be read, because it has no other.
        """
        source = chunk.content.decode()
        records = [
            record
            for number, (start, end) in enumerate(_elements(source), chunk.first)
            for record in read_record(
                source[start:end].encode(), place={"element": number}, fields=self.fields
            )
        ]
        rejected = next((each for each in records if isinstance(each, Rejected)), None)
        if rejected is not None and _is_object(chunk, source):
            raise SourceError(f"{rejected.error.detail}; --text-field names the member with a text")
        return records

    def rewrite(self, chunk: Chunk, redacted: Sequence[RedactedDocument | None]) -> bytes:
        """Write the elements again, and null for a rejected one; see `Format`.

        Raises:
            SourceError: When the file is one object, and that is rejected.
        """
        source = chunk.content.decode()
        remaining = iter(redacted)
        written, before = bytearray(), 0
        for start, end in _elements(source):
            own = list(islice(remaining, max(1, len(self.fields))))
            kept = [document for document in own if document is not None]
            written += source[before:start].encode()
            if len(kept) == len(own):
                element = source[start:end].encode()
                written += rewrite_record(element, fields=self.fields, redacted=kept)
            elif _is_object(chunk, source):
                raise SourceError("expected a text; tokens cannot be redacted")
            else:
                written += b"null"
            before = end
        return bytes(written + source[before:].encode())


def _is_object(chunk: Chunk, source: str) -> bool:
    """Tell whether a file is one object; later chunks of an array begin with one, too."""
    return chunk.first == 1 and source.startswith("{", _skip(_BLANKS, source, 0))


def _elements(source: str) -> Iterator[tuple[int, int]]:
    """Give the place of each element of a chunk."""
    i = _skip(_BETWEEN, source, 0)
    while i < len(source):
        _, end = _value_at(source, i)
        yield i, end
        i = _skip(_BETWEEN, source, end)


def _skip(pattern: re.Pattern[str], source: str, start: int) -> int:
    found = pattern.match(source, start)
    return start if found is None else found.end()


class _Splitter:
    """Cuts an array between its elements. It reads on only when an element goes on.

    Args:
        stream: The file.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._decode = codecs.getincrementaldecoder("utf-8")().decode
        self._source = ""
        self._before = 0
        """Characters of the file before `_source`."""
        self._position = 0
        """Bytes of the file that were read."""
        self._is_whole = False

    def chunks(self) -> Iterator[Chunk]:
        first, number = 1, 0
        i = self._end_of_blanks(0)
        is_array = self._next(i) == "["
        i = self._end_of_blanks(i + 1) if is_array else i
        is_open = self._next(i) != "]" if is_array else bool(self._next(i))
        while is_open:
            i = self._end_of_blanks(self._end_of_value(i))
            number += 1
            is_open = is_array and self._next(i) == ","
            if is_open:
                i = self._end_of_blanks(i + 1)
            if is_open and i >= GROUP_BYTES:
                yield self._cut(i, first)
                first, i = number + 1, 0
        if is_array:
            self._expect("]", i)
            i = self._end_of_blanks(i + 1)
        self._expect("", i)
        yield self._cut(i, first)

    def _cut(self, i: int, first: int) -> Chunk:
        """Give all before an index as a chunk, and forget it."""
        content = self._source[:i].encode()
        self._source = self._source[i:]
        self._before += i
        return Chunk(first=first, content=content, position=self._position)

    def _end_of_value(self, i: int) -> int:
        while True:
            try:
                _, end = _value_at(self._source, i)
            except json.JSONDecodeError as error:
                if not self._may_go_on(error) or not self._read_on():
                    raise self._fault(error.pos) from error
                continue
            except RecursionError as error:
                raise SourceError("arrays and objects are nested too deeply") from error
            if end < len(self._source) or not self._read_on():
                return end

    def _may_go_on(self, error: json.JSONDecodeError) -> bool:
        is_near = error.pos >= len(self._source) - TOKEN_CHARACTERS
        return is_near or error.msg.startswith("Unterminated string")

    def _end_of_blanks(self, i: int) -> int:
        while True:
            i = _skip(_BLANKS, self._source, i)
            if i < len(self._source) or not self._read_on():
                return i

    def _next(self, i: int) -> str:
        """Give the character at an index; none at the end of the file."""
        return self._source[i : i + 1]

    def _expect(self, character: str, i: int) -> None:
        if self._next(i) != character:
            raise self._fault(i)

    def _fault(self, i: int) -> SourceError:
        return SourceError(f"character {self._before + i} is not expected here")

    def _read_on(self) -> bool:
        """Read as much again as there is; tell whether the file went on."""
        if self._is_whole:
            return False
        content = self._stream.read(max(GROUP_BYTES, len(self._source)))
        self._is_whole = not content
        try:
            self._source += self._decode(content, self._is_whole)
        except UnicodeDecodeError as error:
            place = self._position + error.start
            raise SourceError(f"byte {place} is not UTF-8") from error
        self._position += len(content)
        return not self._is_whole
