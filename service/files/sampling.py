"""Draws rows of a table at random: of CSV and TSV in one pass, of Parquet from some row groups."""

import codecs
import csv
import io
import random
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from nomen.service.files.formats.choosing import Choice, choose
from nomen.service.files.formats.compression import ByteStream
from nomen.service.files.formats.envelope import open_content
from nomen.service.files.formats.rows import find_delimiter
from nomen.service.files.sources import SourceError

if TYPE_CHECKING:
    from pyarrow import DataType
    from pyarrow.parquet import ParquetFile

MAX_CELL_CHARACTERS = 1 << 27
"""Most characters of a cell; a quote that does not end makes the rest of a file one."""
MAX_ROW_GROUPS = 32
"""Most row groups of a Parquet file that are read."""
BATCH_ROWS = 4096
BLOCK_BYTES = 65_536


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Rows drawn from a table.

    Attributes:
        num_rows: Rows of the table.
        num_drawn: Rows that were drawn.
        cells: The cells of each column that holds text; None or empty where a row has none.
        others: The columns of other types.
    """

    num_rows: int
    num_drawn: int
    cells: dict[str, list[str | None]]
    others: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """How rows are drawn.

    Attributes:
        num_rows: Most rows.
        seed: The same seed draws the same rows.
        has_header: Whether the first row of CSV has the headers; else columns have numbers.
        format: The format of the file, instead of the one that its ending means.
        encoding: The encoding of the file.
    """

    num_rows: int
    seed: int = 0
    has_header: bool = True
    format: str | None = None
    encoding: str | None = None


def draw_rows(path: Path, drawing: Drawing) -> Sample:
    """Draw rows of a file.

    Raises:
        SourceError: When it is no table, or cannot be read.
    """
    choice = choose(path.name, asked=drawing.format)
    if choice is None or choice.name not in {"csv", "tsv", "parquet"}:
        raise SourceError(f"{path}: expected a table: csv, tsv or parquet")
    try:
        if choice.name == "parquet":
            return _draw_parquet(path, choice, drawing)
        with path.open("rb") as stream:
            return _draw_delimited(stream, choice, drawing)
    except OSError as error:
        reason = error.strerror or "it is damaged"
        raise SourceError(f"{path}: cannot be read ({reason})") from error
    except SourceError as error:
        raise SourceError(f"{path}: {error}") from error


def _draw_delimited(stream: BinaryIO, choice: Choice, drawing: Drawing) -> Sample:
    content, envelope = open_content(stream, choice, encoding=drawing.encoding)
    mark = b"" if envelope.encoding is None else envelope.encoding.mark
    checked = io.BufferedReader(ByteStream(_checked(content, position=len(mark))))
    text = io.TextIOWrapper(checked, encoding="utf-8", newline="")
    rows = _rows(text, choice)
    first = next(rows, None)
    if first is None:
        raise SourceError("expected a row at least")
    headers = first if drawing.has_header else [str(number) for number in range(1, len(first) + 1)]
    drawn, num_rows = _reservoir(rows if drawing.has_header else chain([first], rows), drawing)
    cells: dict[str, list[str | None]] = {
        name: [row[index] if index < len(row) else None for row in drawn]
        for index, name in enumerate(_different_names(headers))
    }
    return Sample(num_rows=num_rows, num_drawn=len(drawn), cells=cells, others=[])


def _checked(content: BinaryIO, *, position: int) -> Iterator[bytes]:
    """Give blocks of UTF-8; `position` is where they stand in the file.

    Raises:
        SourceError: At the first byte that is wrong.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    is_last = False
    while not is_last:
        block = content.read(BLOCK_BYTES)
        is_last = not block
        held = len(decoder.getstate()[0])
        try:
            decoder.decode(block, final=is_last)
        except UnicodeDecodeError as error:
            place = position - held + error.start
            raise SourceError(f"byte {place} is not UTF-8; expected it, or --encoding") from error
        position += len(block)
        yield block


def _rows(text: io.TextIOWrapper, choice: Choice) -> Iterator[list[str]]:
    """Give the rows that are not blank."""
    csv.field_size_limit(MAX_CELL_CHARACTERS)
    num_lines = 0
    try:
        head = text.readline()
        delimiter = "\t" if choice.name == "tsv" else find_delimiter(head.encode()).decode()
        reader = csv.reader(chain([head], text), delimiter=delimiter)
        for row in reader:
            num_lines = reader.line_num
            if row:
                yield row
    except csv.Error as error:
        raise SourceError(f"after line {num_lines}: expected a row of CSV") from error


def _reservoir(rows: Iterable[list[str]], drawing: Drawing) -> tuple[list[list[str]], int]:
    """Draw rows, each with the same chance; give them in their order, and count all.

    *Source:* J. Vitter, Random Sampling with a Reservoir (1985), algorithm R.
    """
    draws = random.Random(drawing.seed)  # noqa: S311  # no secret
    drawn: dict[int, tuple[int, list[str]]] = {}
    num_rows = 0
    for row in rows:
        place = num_rows if num_rows < drawing.num_rows else draws.randrange(num_rows + 1)
        if place < drawing.num_rows:
            drawn[place] = num_rows, row
        num_rows += 1
    return [row for _, row in sorted(drawn.values())], num_rows


def _different_names(headers: Sequence[str]) -> Iterator[str]:
    """Give the headers; one that is empty, or the same as an earlier one, gets its number."""
    given: set[str] = set()
    for number, header in enumerate(headers, 1):
        name = header if header and header not in given else f"{header} ({number})".strip()
        given.add(name)
        yield name


def _draw_parquet(path: Path, choice: Choice, drawing: Drawing) -> Sample:
    try:
        import pyarrow as pa  # noqa: PLC0415  # of an extra
        from pyarrow import parquet  # noqa: PLC0415  # of an extra
    except ImportError as error:
        raise SourceError("Parquet: expected pip install 'nomen[corpora]'") from error

    if choice.compression or drawing.encoding is not None:
        raise SourceError("expected a Parquet file as it is, without --encoding or compression")
    try:
        with parquet.ParquetFile(path) as file:
            return _draw_groups(file, drawing)
    except pa.ArrowException as error:
        raise SourceError("expected a Parquet file that is not damaged") from error


def _draw_groups(file: "ParquetFile", drawing: Drawing) -> Sample:
    """Draw rows of at most `MAX_ROW_GROUPS` row groups, one of each part of the file."""
    draws = random.Random(drawing.seed)  # noqa: S311  # no secret
    schema = file.schema_arrow
    texts = [field.name for field in schema if _holds_text(field.type)]
    num_groups = file.num_row_groups
    num_chosen = min(MAX_ROW_GROUPS, num_groups)
    bounds = [part * num_groups // num_chosen for part in range(num_chosen + 1)]
    chosen = [draws.randrange(start, stop) for start, stop in pairwise(bounds)]
    sizes = [file.metadata.row_group(group).num_rows for group in chosen]
    wanted = sorted(draws.sample(range(sum(sizes)), min(drawing.num_rows, sum(sizes))))
    cells: dict[str, list[str | None]] = {name: [] for name in texts}
    start = 0
    for batch in file.iter_batches(BATCH_ROWS, row_groups=chosen, columns=texts):
        end = start + batch.num_rows
        rows = [
            row - start for row in wanted[bisect_left(wanted, start) : bisect_left(wanted, end)]
        ]
        for name, column in zip(batch.schema.names, batch.columns, strict=True):
            cells[name] += [_as_text(column[row].as_py()) for row in rows]
        start = end
    others = [field.name for field in schema if not _holds_text(field.type)]
    num_rows = file.metadata.num_rows
    return Sample(num_rows=num_rows, num_drawn=len(wanted), cells=cells, others=others)


def _holds_text(kind: "DataType") -> bool:
    """Tell whether a column holds strings, or lists of them."""
    from pyarrow import types  # noqa: PLC0415  # of an extra

    if types.is_dictionary(kind) or types.is_list(kind) or types.is_large_list(kind):
        return _holds_text(kind.value_type)
    is_kind = (types.is_string, types.is_large_string, types.is_string_view)
    return any(is_one(kind) for is_one in is_kind)


def _as_text(value: object) -> str | None:
    """Give the text of a cell; the strings of a list stand on lines of their own."""
    if isinstance(value, list):
        return "\n".join(each for each in value if each)
    return None if value is None else str(value)
