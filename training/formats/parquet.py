"""Parquet: a row for each sentence, as Hugging Face's datasets are published."""

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nomen.training.errors import CorpusError
from nomen.training.formats.features import names_of
from nomen.training.formats.opening import is_compressed, opened
from nomen.training.formats.records import Place

ROWS = 1000
"""Rows that are read at once."""


def read_rows(path: Path) -> Iterator[tuple[Place, object]]:
    """Give each row as an object.

    Raises:
        CorpusError: When the file cannot be read, is no Parquet, or pyarrow is not installed.
    """
    with _opened(path) as file:
        number = 0
        for batch in file.iter_batches(batch_size=ROWS):
            for row in batch.to_pylist():
                number += 1
                yield Place(path, number, "row"), row


def names_in_schema(path: Path) -> tuple[str, ...]:
    """Give the names of the tags as the schema's metadata has them; nothing where it has none.

    Raises:
        CorpusError: When the file cannot be read, is no Parquet, or pyarrow is not installed.
    """
    with _opened(path) as file:
        metadata = file.schema_arrow.metadata or {}
    try:
        return names_of(json.loads(metadata.get(b"huggingface", b"{}")))
    except (RecursionError, ValueError):
        return ()


def _opened(path: Path) -> Any:  # noqa: ANN401  # pyarrow has no types
    try:
        from pyarrow import ArrowException, parquet  # noqa: PLC0415  # only these files need it
    except ImportError as error:
        raise CorpusError(f"{path}: expected pyarrow: pip install pyarrow") from error
    source: Path | io.BytesIO = path
    if is_compressed(path):
        with opened(path) as stream:
            source = io.BytesIO(stream.read())
    try:
        return parquet.ParquetFile(source)
    except (OSError, ArrowException) as error:
        raise CorpusError(f"{path}: expected Parquet") from error
