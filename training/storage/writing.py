"""Writes labelled sentences as an Arrow file, a few hundred at a time."""

from collections.abc import Iterable
from typing import BinaryIO

import pyarrow as pa

from nomen.training.data.labels import LabelledSentence
from nomen.training.storage.record_batches import SCHEMA, record_batch

BATCH_SENTENCES = 512
"""Sentences of each record batch but the last. Reading one touches the pages of its batch."""

MarkedSentences = Iterable[LabelledSentence | int]
"""Sentences in their order; before those of a document, its number, but for 0 at the beginning."""


def write_sentences(sentences: MarkedSentences, file: BinaryIO) -> None:
    """Write sentences as an Arrow IPC file, each with the number of its document.

    Without any number, all sentences are of document 0.

    Raises:
        ValueError: When a token is no valid Unicode.
    """
    document = 0
    pending: list[LabelledSentence] = []
    documents: list[int] = []
    with pa.ipc.new_file(pa.PythonFile(file, mode="w"), SCHEMA) as writer:
        for item in sentences:
            if isinstance(item, int):
                document = item
                continue
            pending.append(item)
            documents.append(document)
            if len(pending) == BATCH_SENTENCES:
                writer.write_batch(record_batch(pending, documents))
                pending, documents = [], []
        if pending:
            writer.write_batch(record_batch(pending, documents))
    file.flush()
