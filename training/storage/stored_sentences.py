"""StoredSentences: labelled sentences in a file, each read when it is asked for."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryFile
from typing import overload

import numpy as np
import pyarrow as pa

from nomen.model.arrays import Int32Array
from nomen.training.data.labels import LabelledSentence
from nomen.training.durable_files import named_errors
from nomen.training.errors import TrainingError
from nomen.training.storage.mapped_batches import MappedBatches
from nomen.training.storage.record_batches import (
    documents_of,
    lengths_of,
    sentences_of,
)
from nomen.training.storage.writing import BATCH_SENTENCES, MarkedSentences, write_sentences

_SHORT = 16
"""Sentences of a slice that are read at once."""


class StoredSentences(Sequence[LabelledSentence]):
    """The sentences of an Arrow file, or a range of them.

    A slice without a step that is not short is a range of the same file, and copies nothing.

    Args:
        batches: The file.
        part: The sentences to give, by their numbers in the file; all by default.
    """

    def __init__(self, batches: MappedBatches, part: range | None = None) -> None:
        self._batches = batches
        self._range = range(_num_rows(batches)) if part is None else part

    @classmethod
    def from_file(cls, path: Path) -> "StoredSentences":
        """Map a file.

        Raises:
            TrainingError: When it is missing or is no Arrow file.
        """
        try:
            with path.open("rb") as file:
                return cls(MappedBatches(file))
        except (OSError, ValueError) as error:
            raise TrainingError(f"{path}: expected an Arrow file of sentences") from error

    @classmethod
    def from_stream(cls, sentences: MarkedSentences, folder: Path) -> "StoredSentences":
        """Store sentences in a file of a folder that has no name and ends with the process.

        Raises:
            OSError: When it cannot be written; the error names the folder.
        """
        with named_errors(folder), TemporaryFile(dir=folder) as file:
            write_sentences(sentences, file)
            return cls(MappedBatches(file))

    def __len__(self) -> int:
        return len(self._range)

    @overload
    def __getitem__(self, index: int) -> LabelledSentence: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[LabelledSentence]: ...

    def __getitem__(self, index: int | slice) -> LabelledSentence | Sequence[LabelledSentence]:
        found = self._range[index]
        if isinstance(found, int):
            number, row = divmod(found, BATCH_SENTENCES)
            return self._batches.sentence(number, row)
        if found.step == 1 and len(found) > _SHORT:
            return StoredSentences(self._batches, found)
        every = StoredSentences(self._batches)
        return [every[i] for i in found]

    def __iter__(self) -> Iterator[LabelledSentence]:
        for rows in self._rows():
            yield from sentences_of(rows)

    @property
    def lengths(self) -> Int32Array:
        """int32 (S,): the number of tokens of each sentence."""
        return self._column(lengths_of)

    @property
    def documents(self) -> Int32Array:
        """int32 (S,): the number of each sentence's document."""
        return self._column(documents_of)

    def _column(self, read: Callable[[pa.RecordBatch], Int32Array]) -> Int32Array:
        return np.concatenate([np.zeros(0, np.int32), *map(read, self._rows())])

    def _rows(self) -> Iterator[pa.RecordBatch]:
        """Give the rows of the range, batch by batch."""
        start, stop = self._range.start, self._range.stop
        for number in range(start // BATCH_SENTENCES, -(-stop // BATCH_SENTENCES)):
            first = number * BATCH_SENTENCES
            begin = max(0, start - first)
            yield self._batches[number].slice(begin, stop - first - begin)


def _num_rows(batches: MappedBatches) -> int:
    """Count the sentences of a file, whose batches are full but for the last."""
    last = len(batches) - 1
    return last * BATCH_SENTENCES + int(batches[last].num_rows) if batches else 0


def lengths(sentences: Sequence[LabelledSentence]) -> Int32Array:
    """Count the tokens of each sentence, stored or not: int32 (S,)."""
    if isinstance(sentences, StoredSentences):
        return sentences.lengths
    return np.fromiter((len(s.tokens) for s in sentences), np.int32, len(sentences))
