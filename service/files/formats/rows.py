"""The rows and cells of CSV and TSV, as places in their bytes.

*Source:* RFC 4180, section 2. As in Python's csv module, a quote inside a cell that does not begin
with one is a character like others, and a row also ends at a lone carriage return.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

BOM = b"\xef\xbb\xbf"
DELIMITERS = (b",", b";", b"\t", b"|")
"""What may stand between the cells; a file's own is the most frequent one in its first row."""

_QUOTED = rb'"[^"]*+(?:""[^"]*+)*+"'
_QUOTED_CELL = re.compile(rb"(%s)(.*)" % _QUOTED, re.DOTALL)


class Row(NamedTuple):
    """A row of a table.

    Attributes:
        line: The number of its first line, from 1.
        content: Its bytes without the line end.
        end: Its line end.
        is_whole: Whether its last quote ends.
    """

    line: int
    content: bytes
    end: bytes
    is_whole: bool = True


def rows_of(content: bytes, *, first: int, delimiter: bytes) -> Iterator[Row]:
    """Give the rows of a part of a table, blank ones too.

    Args:
        content: Whole rows.
        first: The number of the first line.
        delimiter: What stands between the cells.
    """
    pattern, at = _row_pattern(delimiter), 0
    while at < len(content):
        found = pattern.match(content, at)
        if found is None:
            yield Row(first, content[at:], b"", is_whole=False)
            return
        row = Row(first, found[1], found[2])
        first += count_lines(found[0])
        at = found.end()
        yield row


def end_of_rows(content: bytes, *, delimiter: bytes) -> int:
    """Give the end of the last row that ends in a part of a table; more of it follows."""
    if b'"' not in content:
        return max(content.rfind(b"\n"), content.rfind(b"\r", 0, -1)) + 1
    pattern, at = _row_pattern(delimiter), 0
    while (found := pattern.match(content, at)) and found.end() < len(content):
        at = found.end()
    return at


def cells_of(content: bytes, *, delimiter: bytes) -> list[tuple[int, int]]:
    """Give the places of the cells of a row, quotes included."""
    start = len(BOM) if content.startswith(BOM) else 0
    cells = []
    if b'"' not in content:
        for cell in content[start:].split(delimiter):
            cells.append((start, start + len(cell)))
            start += len(cell) + 1
        return cells
    pattern = _cell_pattern(delimiter)
    while found := pattern.match(content, start):
        cells.append(found.span())
        start = found.end() + 1
        if start > len(content):
            break
    return cells


def value_of(cell: bytes) -> bytes:
    """Give what a cell says, without its quotes."""
    found = _QUOTED_CELL.fullmatch(cell)
    return cell if found is None else found[1][1:-1].replace(b'""', b'"') + found[2]


def write_cell(value: bytes, *, is_quoted: bool, delimiter: bytes) -> bytes:
    """Write a cell, in quotes if it had some or needs them."""
    if is_quoted or any(each in value for each in (b'"', b"\n", b"\r", delimiter)):
        return b'"' + value.replace(b'"', b'""') + b'"'
    return value


def find_delimiter(row: bytes) -> bytes:
    """Choose the delimiter that is most frequent in a row, outside quotes."""
    bare = re.sub(_QUOTED, b"", row)
    return max(DELIMITERS, key=bare.count)


def first_row_end(content: bytes) -> int | None:
    """Give the end of the first row, whatever its delimiter; None where it goes on."""
    num_quotes = 0
    for found in re.finditer(rb'"|\r\n|\n|\r(?=[^\n])', content):
        num_quotes += found[0] == b'"'
        if found[0] != b'"' and num_quotes % 2 == 0:
            return found.end()
    return None


def count_lines(content: bytes) -> int:
    """Count the line ends."""
    return content.count(b"\n") + content.count(b"\r") - content.count(b"\r\n")


@lru_cache
def _cell_pattern(delimiter: bytes) -> re.Pattern[bytes]:
    return re.compile(_cell(delimiter))


@lru_cache
def _row_pattern(delimiter: bytes) -> re.Pattern[bytes]:
    cell = _cell(delimiter)
    start = re.escape(BOM)
    return re.compile(
        rb"((?:%s)?%s(?:%s%s)*+)(\r\n|\n|\r|\Z)" % (start, cell, re.escape(delimiter), cell)
    )


def _cell(delimiter: bytes) -> bytes:
    other = rb"[^%s\r\n]*+" % re.escape(delimiter)
    return rb'(?:%s%s|(?!")%s)' % (_QUOTED, other, other)
