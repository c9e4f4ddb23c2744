"""Writes labelled sentences as an Arrow file, a few hundred at a time."""

from collections.abc import Iterable
from typing import BinaryIO

import pyarrow as pa

from nomen.training.data.labels import LabelledSentence
from nomen.training.storage.record_batches import SCHEMA, record_batch

BATCH_SENTENCES = 512
"""Sentences of each record batch but the last. Reading one touches the pages of its batch."""

MarkedSentences = Iterable[LabelledSentence | None]
"""Sentences in their order; None where a document starts."""


def write_sentences(sentences: MarkedSentences, file: BinaryIO) -> None:
    """Write sentences as an Arrow IPC file, each with the number of its document.

    The numbers rise by one at each start of a document; without any, all sentences are of one.

    Raises:
        ValueError: When a token is no valid Unicode.
    """
    document = 0
    pending: list[LabelledSentence] = []
    documents: list[int] = []
    with pa.ipc.new_file(pa.PythonFile(file, mode="w"), SCHEMA) as writer:
        for sentence in sentences:
            if sentence is None:
                document += 1
                continue
            pending.append(sentence)
            documents.append(document)
            if len(pending) == BATCH_SENTENCES:
                writer.write_batch(record_batch(pending, documents))
                pending, documents = [], []
        if pending:
            writer.write_batch(record_batch(pending, documents))
    file.flush()
