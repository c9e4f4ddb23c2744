"""Writes the answers for tagged documents as a table: CSV or Parquet, one row a document."""

import csv
import io
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from nomen.service.documents.answers import dump_json
from nomen.service.documents.schemas import AnswerField
from nomen.service.files.answers.records import Entry, Result, Work, write_rejects
from nomen.service.files.answers.tagging import FIELDS, Tagged, answer_of, dump_record
from nomen.service.files.formats.arrow import dump_batch, frame, import_pyarrow, with_codec
from nomen.service.files.formats.compression import Compression, compress
from nomen.service.files.formats.format import Record

if TYPE_CHECKING:
    import pyarrow as pa

FILE, PLACE, ID, RECORD = "file", "place", "id", "record"
SCRIPTS, UNSUPPORTED = "unsupported_scripts", "unsupported"
CODEC = "ZSTD"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerTable:
    """Writes one row a document, in the order of the file.

    In CSV, all but the file and the id is JSON. In Parquet, so are the place, the id and the other
    members of a record.

    Attributes:
        kind: What is written.
        fields: The fields of an answer.
        with_file: Whether a row names its file.
        compression: How CSV is compressed.
    """

    kind: Literal["csv", "parquet"]
    fields: Collection[AnswerField] = FIELDS
    with_file: bool = False
    compression: Compression = ""

    def read(self, work: Work) -> list[Entry]:
        """Find the records of a chunk."""
        return work.format.read(work.chunk)

    def write(self, work: Work, entries: Sequence[Entry], tagged: Tagged) -> Result:
        """Write the rows of a chunk."""
        rows = [
            self._row(work, entry) | answer_of(entry, document, self.fields)
            for entry, document in zip(entries, tagged, strict=True)
            if isinstance(entry, Record) and document is not None
        ]
        records = [dump_record(each).decode() for each in entries if isinstance(each, Record)]
        output = self._csv(rows, records) if self.kind == "csv" else _parquet(self, rows, records)
        return Result(output=output, rejects=write_rejects(work, entries))

    def head(self) -> bytes:
        """Give what the output begins with."""
        if self.kind == "parquet":
            return _parquet(self, [], [])
        return compress(_rows([self.columns()]), self.compression)

    def columns(self) -> list[str]:
        """Give the columns."""
        return [*([FILE] if self.with_file else []), PLACE, ID, *self.fields, RECORD]

    def _row(self, work: Work, record: Record) -> dict[str, object]:
        file = {FILE: work.label} if self.with_file else {}
        return {**file, PLACE: record.place, ID: record.id}

    def _csv(self, rows: Sequence[dict[str, object]], records: Sequence[str]) -> bytes:
        cells = [
            [value if key in (FILE, ID) else _json(value) for key, value in row.items()]
            for row in rows
        ]
        written = _rows([[*row, record] for row, record in zip(cells, records, strict=True)])
        return compress(written, self.compression) if written else b""


def _json(value: object) -> str:
    return dump_json(value).decode()  # type: ignore[arg-type]  # any JSON


def _rows(rows: Sequence[Sequence[object]]) -> bytes:
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows(rows)
    return written.getvalue().encode()


def _parquet(
    table: AnswerTable, rows: Sequence[dict[str, object]], records: Sequence[str]
) -> bytes:
    """Write rows as a framed batch."""
    pa = import_pyarrow()
    schema = with_codec(_schema(table), CODEC)
    written = [
        {
            **row,
            PLACE: _json(row[PLACE]),
            ID: _json(row[ID]),
            RECORD: record,
            **_items(row),
        }
        for row, record in zip(rows, records, strict=True)
    ]
    return frame(dump_batch(pa.RecordBatch.from_pylist(written, schema=schema)))


def _items(row: dict[str, object]) -> dict[str, object]:
    """Give what pyarrow takes for a map only as a list of its items."""
    counts = {key: row.get(key) for key in (SCRIPTS, UNSUPPORTED)}
    return {key: list(each.items()) for key, each in counts.items() if isinstance(each, dict)}


def _schema(table: AnswerTable) -> "pa.Schema":
    pa = import_pyarrow()
    offset = pa.int32()
    name = pa.struct(
        [
            ("text", pa.string()),
            ("start", offset),
            ("end", offset),
            ("first_token", offset),
            ("last_token", offset),
            ("probability", pa.float64()),
            ("language", pa.string()),
        ]
    )
    types = {
        "tokens": pa.list_(pa.string()),
        "starts": pa.list_(offset),
        "ends": pa.list_(offset),
        "name_probabilities": pa.list_(pa.float64()),
        "names": pa.list_(name),
        SCRIPTS: pa.map_(pa.string(), pa.int64()),
        UNSUPPORTED: pa.map_(pa.string(), pa.int64()),
    }
    return pa.schema([(each, types.get(each, pa.string())) for each in table.columns()])
