"""MappedBatches: the record batches of an Arrow file of sentences, mapped into memory."""

import mmap
from typing import BinaryIO

import pyarrow as pa

from nomen.training.data.labels import LabelledSentence
from nomen.training.storage.record_batches import sentence_at, sentences_of

_READS_HELD = 16
"""Batches read before the pages of the file are released."""

_MOST_DECODED = 4
"""Batches whose sentences are held as objects: all of a small file, the last ones of a large."""

_MANY_IN_A_ROW = 16
"""Sentences of one batch, one after the other, after which the whole batch is decoded; more than a
block has, because blocks begin at random places."""


class MappedBatches:
    """The record batches of an Arrow IPC file, read by number; the last one is remembered.

    Pages that were read would count as memory of the process until some other process needs it.
    So they are released every 16 batches, and read again where they are needed again: from the
    system's cache, if it still has them.

    Args:
        file: A finished file; it may be closed, and even removed, afterwards.

    Raises:
        ValueError: When it is no Arrow file.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._reader = pa.ipc.open_file(pa.BufferReader(pa.py_buffer(self._map)))
        self._last: tuple[int, pa.RecordBatch] | None = None
        self._last_asked = -1
        self._num_in_a_row = 0
        self._num_reads = 0
        self._decoded: dict[int, list[LabelledSentence]] = {}

    def __len__(self) -> int:
        return int(self._reader.num_record_batches)

    def __getitem__(self, number: int) -> pa.RecordBatch:
        if self._last is None or self._last[0] != number:
            self._num_reads += 1
            if self._num_reads % _READS_HELD == 0:
                self._map.madvise(mmap.MADV_DONTNEED)
            self._last = (number, self._reader.get_batch(number))
        return self._last[1]

    def sentence(self, number: int, row: int) -> LabelledSentence:
        """Read one sentence of a batch.

        Whoever asks for several of one batch, one after the other, is likely to ask for more: the
        whole batch is then decoded, which costs less for each of them. In a small file, the first
        one is enough; sentences that are drawn at random from a large one seldom come in a row.
        """
        decoded = self._decoded.get(number)
        if decoded is not None:
            return decoded[row]
        self._num_in_a_row = self._num_in_a_row + 1 if number == self._last_asked else 1
        self._last_asked = number
        if len(self) > _MOST_DECODED and self._num_in_a_row < _MANY_IN_A_ROW:
            return sentence_at(self[number], row)
        if len(self._decoded) == _MOST_DECODED:
            del self._decoded[next(iter(self._decoded))]
        decoded = self._decoded[number] = list(sentences_of(self[number]))
        return decoded[row]
