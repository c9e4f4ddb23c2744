"""Labelled sentences as Arrow record batches, and back.

A row is a sentence: `tokens`, strings; `names`, the start and the end of each name, one after the
other, half-open, in tokens; `soft_labels`, row by row, empty where there are none; `document`, the
number of its document.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa

from nomen.model.arrays import Int32Array
from nomen.training.data.labels import LabelledSentence, SoftLabels, Span

SCHEMA = pa.schema(
    [
        pa.field("tokens", pa.list_(pa.string()), nullable=False),
        pa.field("names", pa.list_(pa.int32()), nullable=False),
        pa.field("soft_labels", pa.list_(pa.float16()), nullable=False),
        pa.field("document", pa.int32(), nullable=False),
    ]
)


def record_batch(sentences: Sequence[LabelledSentence], documents: Sequence[int]) -> pa.RecordBatch:
    """Give sentences and the numbers of their documents as one batch.

    Raises:
        ValueError: When a token is no valid Unicode.
    """
    return pa.record_batch(
        [
            pa.array([sentence.tokens for sentence in sentences], SCHEMA.field("tokens").type),
            pa.array([_flat(sentence.names) for sentence in sentences], SCHEMA.field("names").type),
            _soft_label_column([sentence.soft_labels for sentence in sentences]),
            pa.array(documents, pa.int32()),
        ],
        schema=SCHEMA,
    )


def _flat(names: Sequence[Span]) -> list[int]:
    return [bound for name in names for bound in name]


def _soft_label_column(found: Sequence[SoftLabels | None]) -> pa.ListArray:
    rows = [np.zeros(0, np.float16) if each is None else each.ravel() for each in found]
    offsets = np.cumsum([0, *map(len, rows)], dtype=np.int32)
    values = np.concatenate([np.zeros(0, np.float16), *rows])
    return pa.ListArray.from_arrays(pa.array(offsets), pa.array(values, pa.float16()))


def lengths_of(batch: pa.RecordBatch) -> Int32Array:
    """Count the tokens of each sentence of a batch: int32 (S,)."""
    found: Int32Array = np.diff(batch.column("tokens").offsets.to_numpy())
    return found


def documents_of(batch: pa.RecordBatch) -> Int32Array:
    """Give the number of the document of each sentence of a batch: int32 (S,)."""
    return np.array(batch.column("document"), dtype=np.int32)


def sentence_at(batch: pa.RecordBatch, index: int) -> LabelledSentence:
    """Read one sentence of a batch."""
    (sentence,) = sentences_of(batch.slice(index, 1))
    return sentence


def sentences_of(batch: pa.RecordBatch) -> Iterator[LabelledSentence]:
    """Read the sentences of a batch in their order."""
    tokens, names = _cut(batch.column("tokens")), _cut(batch.column("names"))
    for own_tokens, bounds, soft_labels in zip(
        tokens, names, _cut_soft_labels(batch.column("soft_labels")), strict=True
    ):
        pairs = zip(bounds[::2], bounds[1::2], strict=True)
        rows = None if soft_labels is None else soft_labels.reshape(len(own_tokens), -1)
        yield LabelledSentence(tuple(own_tokens), tuple(pairs), rows)


def _cut(column: pa.ListArray) -> Iterator[list[Any]]:
    """Give the values of each list of a column."""
    bounds, values = _bounds_and_values(column)
    listed = values.to_numpy(zero_copy_only=False).tolist()
    return (listed[start:end] for start, end in pairwise(bounds))


def _cut_soft_labels(column: pa.ListArray) -> Iterator[SoftLabels | None]:
    bounds, values = _bounds_and_values(column)
    rows = values.to_numpy().copy()  # the file's pages may be released
    return (rows[start:end] if start < end else None for start, end in pairwise(bounds))


def _bounds_and_values(column: pa.ListArray) -> tuple[list[int], pa.Array]:
    """Give where the lists of a column start and end among its values, and those.

    `flatten` gives the same values, but takes ten times as long for one list.
    """
    offsets = column.offsets.to_numpy()
    values = column.values.slice(offsets[0], offsets[-1] - offsets[0])
    return (offsets - offsets[0]).tolist(), values
