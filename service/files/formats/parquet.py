"""Parquet: each chosen cell is a document; other columns, schema and metadata stay as they are."""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from nomen.model.redaction.redaction import RedactedDocument
from nomen.service.errors import NOT_UTF8, RequestError
from nomen.service.files.formats.arrow import (
    dump_batch,
    frame,
    import_pyarrow,
    load_batch,
    with_codec,
)
from nomen.service.files.formats.format import Chunk, Record, Rejected
from nomen.service.files.sources import SourceError

if TYPE_CHECKING:
    import pyarrow as pa

CHUNK_BYTES = 65_536
"""Content of a chunk, about."""
SAMPLE_ROWS = 50
"""Rows that tell which columns look like text."""
TEXT_WORDS = 3
"""A column looks like text where its filled cells have as many words or more, on average."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parquet:
    """Each chosen cell of each row that is not null is a document.

    Attributes:
        columns: Names of columns, or numbers from 1.
    """

    columns: tuple[str, ...] = ()

    def split(self, stream: BinaryIO) -> Iterator[Chunk]:
        """Split the file into groups of rows; see `Format`."""
        pa = import_pyarrow()
        if not stream.seekable():
            raise SourceError("a Parquet file is read from its end; expected no pipe, no .gz")
        try:
            file = pa.parquet.ParquetFile(stream, pre_buffer=False, buffer_size=CHUNK_BYTES)
        except pa.ArrowException as error:
            raise SourceError("expected a Parquet file") from error
        if not self.columns:
            raise SourceError(_advice(file))
        _choose(file.schema_arrow, self.columns)
        return _split(file, size=stream.seek(0, os.SEEK_END))

    def read(self, chunk: Chunk) -> list[Record | Rejected]:
        """Read the chosen cells, row by row; see `Format`."""
        batch = load_batch(chunk.content)
        columns = [_texts(batch.column(i)) for i in _choose(batch.schema, self.columns)]
        return [
            _read({"row": row, "column": name}, text)
            for row, texts in enumerate(zip(*columns, strict=True), chunk.first)
            for name, text in zip(self.columns, texts, strict=True)
            if text is not None
        ]

    def rewrite(self, chunk: Chunk, redacted: Sequence[RedactedDocument | None]) -> bytes:
        """Write the rows again, as a framed batch; see `Format`."""
        pa = import_pyarrow()
        batch = load_batch(chunk.content)
        indices = _choose(batch.schema, self.columns)
        values = _spread(batch, indices, [each.text if each else None for each in redacted])
        columns = batch.columns
        for index, texts in zip(indices, values, strict=True):
            columns[index] = _as_type(pa.array(texts, pa.large_string()), batch.schema.types[index])
        return frame(dump_batch(pa.RecordBatch.from_arrays(columns, schema=batch.schema)))

    def extend(self, chunk: Chunk, answers: Sequence[bytes]) -> bytes:
        """Write the rows again, as a framed batch, with a column of JSON for each chosen one.

        Args:
            chunk: The chunk.
            answers: The cell that is added for each of `read(chunk)`.
        """
        pa = import_pyarrow()
        batch = load_batch(chunk.content)
        indices = _choose(batch.schema, self.columns)
        schema, columns = batch.schema, batch.columns
        values = _spread(batch, indices, [answer.decode() for answer in answers])
        for name, cells in zip(self.columns, values, strict=True):
            schema = schema.append(pa.field(f"{name}_names", pa.string()))
            columns.append(pa.array(cells, pa.string()))
        return frame(dump_batch(pa.RecordBatch.from_arrays(columns, schema=schema)))


def _split(file: "pa.parquet.ParquetFile", *, size: int) -> Iterator[Chunk]:
    """Give the rows of a file in batches of about `CHUNK_BYTES`."""
    pa = import_pyarrow()
    metadata = file.metadata
    groups = [metadata.row_group(i) for i in range(metadata.num_row_groups)]
    num_bytes = sum(group.total_byte_size for group in groups)
    rows = max(1, CHUNK_BYTES * metadata.num_rows // max(num_bytes, 1))
    codec = groups[0].column(0).compression if groups and metadata.num_columns else "SNAPPY"
    schema = with_codec(file.schema_arrow, "NONE" if codec == "UNCOMPRESSED" else codec)
    first = 1
    for batch in file.iter_batches(batch_size=rows):
        if batch.num_rows:
            content = dump_batch(pa.RecordBatch.from_arrays(batch.columns, schema=schema))
            position = size * (first - 1 + batch.num_rows) // metadata.num_rows
            yield Chunk(first=first, content=content, position=position)
            first += batch.num_rows
    if first == 1:
        empty = [pa.array([], kind) for kind in schema.types]
        content = dump_batch(pa.RecordBatch.from_arrays(empty, schema=schema))
        yield Chunk(first=1, content=content, position=size)


def _choose(schema: "pa.Schema", columns: Sequence[str]) -> list[int]:
    """Find columns of strings.

    Raises:
        SourceError: When there is no such column.
    """
    indices = []
    for column in columns:
        if schema.names.count(column) > 1:
            raise SourceError(f"{schema.names.count(column)} columns are named {column}")
        if column in schema.names:
            indices.append(schema.names.index(column))
        elif column.isdecimal() and 1 <= int(column) <= len(schema.names):
            indices.append(int(column) - 1)
        else:
            raise SourceError(f"no column {column}; expected a name, or 1 to {len(schema.names)}")
        if not _is_text(schema.types[indices[-1]]):
            found = schema.types[indices[-1]]
            raise SourceError(f"column {column}: expected strings, found {found}")
    return indices


def _is_text(kind: "pa.DataType") -> bool:
    types = import_pyarrow().types
    if types.is_dictionary(kind):
        return _is_text(kind.value_type)
    return bool(types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind))


def _as_type(array: "pa.Array", kind: "pa.DataType") -> "pa.Array":
    """Give strings the type that their column has."""
    if import_pyarrow().types.is_dictionary(kind):
        return array.cast(kind.value_type).dictionary_encode().cast(kind)
    return array.cast(kind)


def _texts(column: "pa.Array") -> list[str | bytes | None]:
    """Give the strings of a column; one that is no UTF-8 as its bytes."""
    try:
        texts: list[str | bytes | None] = column.to_pylist()
    except UnicodeDecodeError:
        pa = import_pyarrow()
        contents = column.cast(pa.large_string()).cast(pa.large_binary()).to_pylist()
        return [None if each is None else _decode(each) for each in contents]
    return texts


def _decode(content: bytes) -> str | bytes:
    try:
        return content.decode()
    except UnicodeDecodeError:
        return content


def _read(place: Mapping[str, int | str], text: str | bytes) -> Record | Rejected:
    if isinstance(text, str):
        return Record(place=place, document=text)
    return Rejected(place=place, error=RequestError(NOT_UTF8, "the cell is not UTF-8"))


def _spread(
    batch: "pa.RecordBatch", indices: Sequence[int], values: Sequence[str | None]
) -> list[list[str | None]]:
    """Give each chosen column its values, row by row; a cell that is null stays null."""
    remaining = iter(values)
    columns = [batch.column(index).is_valid().to_pylist() for index in indices]
    rows = [
        [next(remaining) if is_valid else None for is_valid in row]
        for row in zip(*columns, strict=True)
    ]
    return [[row[i] for row in rows] for i in range(len(indices))]


def _advice(file: "pa.parquet.ParquetFile") -> str:
    """Say which columns look like text."""
    schema, found = file.schema_arrow, []
    batch = next(file.iter_batches(batch_size=SAMPLE_ROWS), schema.empty_table())
    for i, name in enumerate(schema.names):
        if _is_text(schema.types[i]):
            filled = [cell for cell in batch.column(i).to_pylist() if cell]
            if filled and sum(len(cell.split()) for cell in filled) >= TEXT_WORDS * len(filled):
                found.append(f"{i + 1} ({name})")
    return f"expected --column; like text: {', '.join(found) or 'none'}"
