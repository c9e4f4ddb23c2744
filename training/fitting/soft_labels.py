"""SoftLabelSet: the soft labels of labelled and raw sentences, kept in two files."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TextIO

import numpy as np

from nomen.model.names.finding import find_names
from nomen.model.network.label_sequences import name_and_begin
from nomen.training.data.labels import Corpora, LabelledSentence, SoftLabels
from nomen.training.durable_files import replaced_file
from nomen.training.errors import TrainingError
from nomen.training.fitting.batches import label_ids, one_hot
from nomen.training.fitting.soft_label_rows import SoftLabelRows, write_rows
from nomen.training.storage.source import Source
from nomen.training.storage.stored_sentences import lengths

RAW = "raw texts"
"""The name of the raw sentences among the corpora."""

_SOFT_LABELS, _SENTENCES = "soft_labels.npy", "sentences.jsonl"
_THRESHOLD = 0.5

Tokens = Sequence[str]


def write_soft_labels(
    folder: Path,
    *,
    labelled: Iterable[SoftLabels],
    raw: Iterable[tuple[Tokens, SoftLabels]],
    num_labels: int,
) -> None:
    """Write soft labels into two files of a folder, each whole or not at all.

    The text of labelled sentences is not written.

    Args:
        folder: The folder; it may be missing.
        labelled: The soft labels of each labelled sentence, float16 (T, K).
        raw: Raw sentences and their soft labels.
        num_labels: K.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (
        replaced_file(folder / _SENTENCES) as sentences_draft,
        replaced_file(folder / _SOFT_LABELS) as rows_draft,
        sentences_draft.open("w", encoding="utf-8", newline="\n") as lines,
        rows_draft.open("wb") as file,
    ):
        write_rows(_all_rows(labelled, raw, lines), file, num_labels=num_labels)


def _all_rows(
    labelled: Iterable[SoftLabels], raw: Iterable[tuple[Tokens, SoftLabels]], lines: TextIO
) -> Iterator[SoftLabels]:
    """Give the rows of labelled and raw sentences; write the raw sentences on the way."""
    yield from labelled
    for tokens, rows in raw:
        lines.write(f"{json.dumps(list(tokens))}\n")
        yield rows


@dataclass(frozen=True, slots=True, kw_only=True)
class SoftLabelSet:
    """The mean label probabilities that teachers give to tokens, 0 to 1, in a folder's files.

    Attributes:
        rows: Those of each token of the labelled corpora, in their order, then of the raw
            sentences.
        num_labelled: Tokens of the labelled corpora.
        raw: The file of the raw sentences.
    """

    rows: SoftLabelRows
    num_labelled: int
    raw: Path

    @classmethod
    def read(cls, folder: Path) -> "SoftLabelSet":
        """Read what `write_soft_labels` wrote.

        Raises:
            TrainingError: When a file is missing or damaged.
        """
        try:
            rows = SoftLabelRows.from_file(folder / _SOFT_LABELS)
            num_raw = sum(len(tokens) for tokens in _read_lines(folder / _SENTENCES))
        except (OSError, ValueError) as error:
            raise TrainingError(f"{folder}: expected the soft labels of teachers") from error
        num_labelled = max(0, rows.num_rows - num_raw)
        return cls(rows=rows, num_labelled=num_labelled, raw=folder / _SENTENCES)

    def raw_sentences(self) -> Iterator[Tokens]:
        """Read the raw sentences in their order."""
        return _read_lines(self.raw)

    def sources(self, train: Corpora, *, labels: Sequence[str], weight: float) -> dict[str, Source]:
        """Give the sources of labelled corpora and, after them, raw sentences, with soft labels.

        Args:
            train: The corpora that the teachers read.
            labels: The labels of the head, in the order of its logits.
            weight: The distillation weight: that of the teachers against the gold label, 0 to 1.

        Raises:
            TrainingError: When these are not the sentences that the teachers read.
        """
        num_tokens = [int(lengths(corpus).sum()) for corpus in train.values()]
        if (self.num_labelled, self.rows.num_labels) != (sum(num_tokens), len(labels)):
            raise TrainingError("soft labels: expected the same training sentences and head")
        found: dict[str, Source] = {}
        first = 0
        for (name, corpus), number in zip(train.items(), num_tokens, strict=True):
            read = partial(self._mixed_sentences, corpus, first, labels, weight)
            found[name] = Source(read=read)
            first += number
        return found | {RAW: Source(read=partial(self._raw, labels))}

    def _mixed_sentences(
        self, corpus: Sequence[LabelledSentence], first: int, labels: Sequence[str], weight: float
    ) -> Iterator[LabelledSentence]:
        rows = self.rows.cut(lengths(corpus).tolist(), first=first)
        for sentence, soft_labels in zip(corpus, rows, strict=True):
            yield _mixed(sentence, soft_labels, labels=labels, weight=weight)

    def _raw(self, labels: Sequence[str]) -> Iterator[LabelledSentence]:
        sizes = (len(tokens) for tokens in self.raw_sentences())
        rows = self.rows.cut(sizes, first=self.num_labelled)
        for tokens, soft_labels in zip(self.raw_sentences(), rows, strict=True):
            yield with_likeliest_names(tokens, soft_labels, labels)


def _read_lines(path: Path) -> Iterator[Tokens]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _mixed(
    sentence: LabelledSentence, soft_labels: SoftLabels, *, labels: Sequence[str], weight: float
) -> LabelledSentence:
    """Give a sentence the weighted mean of its soft and its gold labels."""
    ids = np.array(label_ids(sentence.names, len(sentence.tokens), labels))
    gold = one_hot(ids, num_labels=len(labels))
    found = weight * soft_labels.astype(np.float32) + (1 - weight) * gold
    return replace(sentence, soft_labels=found.astype(np.float16))


def with_likeliest_names(
    tokens: Tokens, soft_labels: SoftLabels, labels: Sequence[str]
) -> LabelledSentence:
    """Give a raw sentence the names that its soft labels, float16 (T, K), make likeliest."""
    name, begin = name_and_begin(soft_labels.astype(np.float32), labels)
    found = find_names(name, begin, threshold=_THRESHOLD)
    names = tuple((span.start, span.stop) for span in found)
    return LabelledSentence(tuple(tokens), names, soft_labels)
