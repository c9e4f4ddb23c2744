"""Writes records to one file: our own JSON Lines, or Parquet as Hugging Face's datasets have it."""

import gzip
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from nomen.training.data.labels import LabelledSentence, bio
from nomen.training.durable_files import replaced_file
from nomen.training.errors import CorpusError
from nomen.training.formats.json_values import JSON_LINES
from nomen.training.formats.opening import ending
from nomen.training.formats.reading import Tally, records_of, stream_file
from nomen.training.formats.records import LabelledSpan, Record, TokenRecord
from nomen.training.formats.settings import FileSettings

PARQUET = ".parquet"
TAGS = ("O", "B-PER", "I-PER")
"""The names of the tags in a Parquet file, by their number."""

_ROWS = 1000


@dataclass(frozen=True, slots=True)
class Converted:
    """What was converted.

    Attributes:
        num_records: Records that were written.
        num_spans: Their labelled spans; in Parquet, their names.
        tally: What was left out of them.
    """

    num_records: int
    num_spans: int
    tally: Tally


def check_output(path: Path) -> None:
    """Check that files of a path's ending are written.

    Raises:
        CorpusError: When they are not.
    """
    is_plain_parquet = path.suffix.lower() == PARQUET
    if not is_plain_parquet and ending(path) not in JSON_LINES:
        raise CorpusError(f"{path}: expected the ending .jsonl, .jsonl.gz, .jsonl.zst or .parquet")


def convert(paths: Iterable[Path], output: Path, settings: FileSettings) -> Converted:
    """Write the records of files to one file; it is there whole or not at all.

    JSON Lines keep texts, or tokens where a file has no texts, and spans of every type as they
    stand. Parquet has tokens and the tags of names alone.

    Raises:
        CorpusError: When a file cannot be read or is faulty, or the ending is another one.
        OSError: When it cannot be written.
    """
    check_output(output)
    as_parquet = ending(output) == PARQUET
    with replaced_file(output) as draft:
        if as_parquet:
            return _write_parquet(list(paths), draft, settings)
        with _compressing(draft) as stream:
            return _write_lines(list(paths), stream.write, settings)


def _write_lines(
    paths: list[Path], write: Callable[[bytes], object], settings: FileSettings
) -> Converted:
    tally = Tally()
    num_records = num_spans = 0
    for path in paths:
        prefix = f"{path.name}/" if len(paths) > 1 else ""
        for record in records_of(path, settings, tally):
            line = json.dumps(as_json(record, prefix=prefix), ensure_ascii=False)
            write(f"{line}\n".encode())
            num_records += 1
            num_spans += len(record.spans)
    return Converted(num_records, num_spans, tally)


def as_json(record: Record, *, prefix: str = "") -> dict[str, object]:
    """Give a record as an object of our own JSON Lines.

    Args:
        record: The record.
        prefix: What stands before the name of its document.
    """
    is_tokens = isinstance(record, TokenRecord)
    content = {"tokens": record.tokens} if is_tokens else {"text": record.text}  # type: ignore[union-attr]  # told apart
    found: dict[str, object] = {**content, "spans": [_span(span) for span in record.spans]}
    if record.document is not None:
        found["doc"] = f"{prefix}{record.document}"
    return found


def _span(span: LabelledSpan) -> dict[str, object]:
    ends: dict[str, object] = {"start": span.start, "end": span.end}
    return ends if span.label is None else {**ends, "label": span.label}


@contextmanager
def _compressing(path: Path) -> Iterator[BinaryIO]:
    with path.open("wb") as raw:
        if path.suffix.lower() in {".gz", ".gzip"}:
            with gzip.GzipFile(filename="", fileobj=raw, mode="wb", mtime=0) as stream:
                yield stream  # type: ignore[misc]  # it writes bytes
        elif path.suffix.lower() == ".zst":
            try:
                import zstandard  # noqa: PLC0415  # only some files need it
            except ImportError as error:
                raise CorpusError(".zst: expected zstandard: pip install zstandard") from error
            with zstandard.ZstdCompressor(write_checksum=True).stream_writer(raw) as writer:
                yield writer
        else:
            yield raw


def _write_parquet(paths: list[Path], draft: Path, settings: FileSettings) -> Converted:
    try:
        import pyarrow as pa  # noqa: PLC0415  # only these files need it
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError as error:
        raise CorpusError(f"{PARQUET}: expected pyarrow: pip install pyarrow") from error
    columns = {"tokens": pa.list_(pa.string()), "ner_tags": pa.list_(pa.int64())}
    schema = pa.schema(columns, metadata={"huggingface": json.dumps(_FEATURES)})
    tally = Tally()
    found = (each.sentence for path in paths for each in stream_file(path, settings, tally))
    num_records = num_spans = 0
    with parquet.ParquetWriter(draft, schema) as writer:
        while sentences := list(islice(found, _ROWS)):
            rows = [_row(sentence) for sentence in sentences]
            writer.write_table(pa.Table.from_pylist(rows, schema=schema))
            num_records += len(sentences)
            num_spans += sum(len(sentence.names) for sentence in sentences)
    return Converted(num_records, num_spans, tally)


_FEATURES: dict[str, Any] = {
    "info": {
        "features": {
            "tokens": {"feature": {"dtype": "string", "_type": "Value"}, "_type": "Sequence"},
            "ner_tags": {
                "feature": {"names": list(TAGS), "_type": "ClassLabel"},
                "_type": "Sequence",
            },
        }
    }
}


def _row(sentence: LabelledSentence) -> dict[str, object]:
    labels = bio(sentence.names, len(sentence.tokens))
    tags = [TAGS.index("O" if label == "O" else f"{label}-PER") for label in labels]
    return {"tokens": list(sentence.tokens), "ner_tags": tags}
