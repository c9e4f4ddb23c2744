"""CSV and TSV: each chosen cell is a document; all other bytes stay as they are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import BinaryIO, NamedTuple

from nomen.model.redaction.redaction import RedactedDocument
from nomen.service.errors import INVALID_DOCUMENT, NOT_UTF8, RequestError
from nomen.service.files.formats.format import Chunk, Record, Rejected
from nomen.service.files.formats.lines import GROUP_BYTES
from nomen.service.files.formats.rows import (
    Row,
    cells_of,
    count_lines,
    end_of_rows,
    find_delimiter,
    first_row_end,
    rows_of,
    value_of,
    write_cell,
)
from nomen.service.files.sources import SourceError

MAX_ROW_BYTES = 1 << 28
"""A quote that does not end makes the rest of a file one row; this bounds the memory."""
SAMPLE_ROWS = 50
"""Rows that tell which columns look like text."""
TEXT_WORDS = 3
"""A column looks like text where its filled cells have as many words or more, on average."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delimited:
    """Each chosen cell of each row is a document.

    Attributes:
        columns: Headers, or numbers from 1. By numbers alone the first row is a row like others.
        delimiter: What stands between the cells; None chooses it by the first row.
        has_all: Whether each column is chosen, by its number, whatever `columns` says.
    """

    columns: tuple[str, ...] = ()
    delimiter: bytes | None = None
    has_all: bool = False

    def split(self, stream: BinaryIO) -> Iterator[Chunk]:
        """Split the table into groups of rows; see `Format`."""
        content = stream.read(GROUP_BYTES)
        while (end := first_row_end(content)) is None and (more := stream.read(len(content))):
            content += more
            _check_length(content, line=1)
        head = content[:end]
        if not head:
            raise SourceError("expected a table; the file is empty")
        if not self.columns and not self.has_all:
            raise SourceError(_advice(content, self.delimiter or find_delimiter(head)))
        choice = self._choose(head)
        return _split(content, stream, head, choice.delimiter)

    def read(self, chunk: Chunk) -> list[Record | Rejected]:
        """Read the chosen cells; see `Format`."""
        choice = self._choose(chunk.head)
        return [
            record for row in _rows(chunk, choice) if row.is_record for record in row.read(choice)
        ]

    def rewrite(self, chunk: Chunk, redacted: Sequence[RedactedDocument | None]) -> bytes:
        """Write the rows again without rejected ones; see `Format`."""
        choice = self._choose(chunk.head)
        remaining = iter(redacted)
        written = bytearray()
        for row in _rows(chunk, choice):
            if not row.is_record:
                written += row.content + row.end
                continue
            own = list(islice(remaining, len(choice.indices)))
            kept = [document for document in own if document is not None]
            if len(kept) == len(own):
                written += row.redacted(kept, choice) + row.end
        return bytes(written)

    def extend(self, chunk: Chunk, answers: Sequence[bytes]) -> bytes:
        """Write the rows again with a column more for each chosen one.

        Args:
            chunk: The chunk.
            answers: The cell that is added for each of `read(chunk)`.
        """
        choice = self._choose(chunk.head)
        remaining = iter(answers)
        written = bytearray()
        for row in _rows(chunk, choice):
            own: list[bytes] = []
            if row.is_record:
                missing = choice.num_columns - len(
                    cells_of(row.content, delimiter=choice.delimiter)
                )
                own = [b""] * missing + list(islice(remaining, len(choice.indices)))
            elif row.content:
                own = [f"{column}_names".encode() for column in choice.names]
            cells = [write_cell(cell, is_quoted=False, delimiter=choice.delimiter) for cell in own]
            written += choice.delimiter.join([row.content, *cells]) + row.end
        return bytes(written)

    def _choose(self, head: bytes) -> "_Choice":
        if self.has_all:
            return _choose_all(head, self.delimiter)
        return _choose(head, self.columns, self.delimiter)


class _Choice(NamedTuple):
    """The chosen columns of a table.

    Attributes:
        delimiter: What stands between the cells.
        names: The columns as the caller names them.
        indices: Their indices, from 0.
        has_header: Whether the first row has the headers.
        num_columns: The number of cells of the first row.
    """

    delimiter: bytes
    names: tuple[str, ...]
    indices: tuple[int, ...]
    has_header: bool
    num_columns: int


class _TableRow(NamedTuple):
    line: int
    content: bytes
    end: bytes
    is_whole: bool
    is_record: bool

    def read(self, choice: _Choice) -> list[Record | Rejected]:
        cells = cells_of(self.content, delimiter=choice.delimiter)
        return [
            self._read(name, cells, index)
            for name, index in zip(choice.names, choice.indices, strict=True)
        ]

    def redacted(self, documents: Sequence[RedactedDocument], choice: _Choice) -> bytes:
        content = self.content
        cells = cells_of(content, delimiter=choice.delimiter)
        for index, document in sorted(
            zip(choice.indices, documents, strict=True), key=lambda each: each[0], reverse=True
        ):
            if document.names:
                start, end = cells[index]
                cell = write_cell(
                    document.text.encode(),
                    is_quoted=content[start : start + 1] == b'"',
                    delimiter=choice.delimiter,
                )
                content = content[:start] + cell + content[end:]
        return content

    def _read(self, name: str, cells: list[tuple[int, int]], index: int) -> Record | Rejected:
        place: dict[str, int | str] = {"line": self.line, "column": name}
        if not self.is_whole:
            last = self.line + max(len((self.content + self.end).splitlines()) - 1, 0)
            found = f"the row reaches from line {self.line} to the end, line {last}"
            error = RequestError(INVALID_DOCUMENT, f"a quote does not end; {found}")
            return Rejected(place=place, error=error)
        if index >= len(cells):
            error = RequestError(INVALID_DOCUMENT, f"the row has only {len(cells)} cells")
            return Rejected(place=place, error=error)
        start, end = cells[index]
        try:
            return Record(place=place, document=value_of(self.content[start:end]).decode())
        except UnicodeDecodeError as error:
            problem = RequestError(NOT_UTF8, f"byte {error.start} of the cell is not UTF-8")
            return Rejected(place=place, error=problem)


def _rows(chunk: Chunk, choice: _Choice) -> Iterator[_TableRow]:
    """Give the rows of a chunk, and tell those that are records."""
    is_header = choice.has_header and chunk.first == 1
    for row in rows_of(chunk.content, first=chunk.first, delimiter=choice.delimiter):
        yield _TableRow(*row, is_record=bool(row.content) and not is_header)
        is_header = False


def _split(content: bytes, stream: BinaryIO, head: bytes, delimiter: bytes) -> Iterator[Chunk]:
    line, position, num_bytes = 1, 0, GROUP_BYTES
    while content:
        more = stream.read(num_bytes)
        end = end_of_rows(content, delimiter=delimiter) if more else len(content)
        if end:
            position += end
            yield Chunk(first=line, content=content[:end], position=position, head=head)
            line += count_lines(content[:end])
        num_bytes = GROUP_BYTES if end else len(content) + len(more)
        content = content[end:] + more
        _check_length(content, line=line)


def _check_length(content: bytes, *, line: int) -> None:
    if len(content) > MAX_ROW_BYTES:
        raise SourceError(f"line {line}: the row is longer than {MAX_ROW_BYTES >> 20} MiB")


@lru_cache
def _choose(head: bytes, columns: tuple[str, ...], delimiter: bytes | None) -> _Choice:
    """Find columns in the first row of a table.

    Raises:
        SourceError: When there is no such column.
    """
    delimiter = delimiter or find_delimiter(head)
    headers = _headers(head, delimiter)
    indices = []
    for column in columns:
        if headers.count(column) > 1:
            raise SourceError(f"{headers.count(column)} columns are named {column}; expected one")
        if column in headers:
            indices.append(headers.index(column))
        elif column.isdecimal() and 1 <= int(column) <= len(headers):
            indices.append(int(column) - 1)
        else:
            raise SourceError(f"no column {column}; expected a header, or 1 to {len(headers)}")
    has_header = any(column in headers for column in columns)
    return _Choice(delimiter, columns, tuple(indices), has_header, len(headers))


@lru_cache
def _choose_all(head: bytes, delimiter: bytes | None) -> _Choice:
    delimiter = delimiter or find_delimiter(head)
    number = len(_headers(head, delimiter))
    names = tuple(str(i + 1) for i in range(number))
    return _Choice(delimiter, names, tuple(range(number)), has_header=False, num_columns=number)


def _headers(head: bytes, delimiter: bytes) -> list[str]:
    return _values(next(rows_of(head, first=1, delimiter=delimiter), None), delimiter)


def _advice(content: bytes, delimiter: bytes) -> str:
    """Say which columns look like text."""
    rows = islice(rows_of(content, first=1, delimiter=delimiter), SAMPLE_ROWS)
    headers, *cells = [_values(row, delimiter) for row in rows] or [[]]
    found = []
    for i, header in enumerate(headers):
        filled = [row[i] for row in cells if i < len(row) and row[i]]
        if filled and sum(len(cell.split()) for cell in filled) >= TEXT_WORDS * len(filled):
            found.append(f"{i + 1} ({header})")
    return f"expected --column; like text: {', '.join(found) or 'none'}"


def _values(row: Row | None, delimiter: bytes) -> list[str]:
    if row is None:
        return []
    cells = cells_of(row.content, delimiter=delimiter)
    return [value_of(row.content[i:j]).decode(errors="replace") for i, j in cells]
