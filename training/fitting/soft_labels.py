"""SoftLabelSet: the soft labels of labelled and raw sentences, kept in two files."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from nomen.model.names.finding import find_names
from nomen.model.network.label_sequences import name_and_begin
from nomen.training.data.labels import Corpora, LabelledSentence, SoftLabels
from nomen.training.durable_files import replaced_file, write_whole
from nomen.training.errors import TrainingError
from nomen.training.fitting.batches import label_ids, one_hot

RAW = "raw texts"
"""The name of the raw sentences among the corpora."""

_SOFT_LABELS, _SENTENCES = "soft_labels.npy", "sentences.jsonl"
_THRESHOLD = 0.5

Tokens = Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SoftLabelSet:
    """The mean label probabilities that teachers give to tokens, 0 to 1.

    Attributes:
        labelled: Of each token of the labelled corpora, in their order; float16 (N, K).
        raw: Raw sentences.
        raw_soft_labels: Of each token of the raw sentences; float16 (M, K).
    """

    labelled: SoftLabels
    raw: Sequence[Tokens]
    raw_soft_labels: SoftLabels

    def write(self, folder: Path) -> None:
        """Write two files into a folder, each whole or not at all."""
        folder.mkdir(parents=True, exist_ok=True)
        with replaced_file(folder / _SOFT_LABELS) as draft:
            np.save(draft, np.concatenate([self.labelled, self.raw_soft_labels]))
        lines = "".join(f"{json.dumps(list(tokens))}\n" for tokens in self.raw)
        write_whole(folder / _SENTENCES, lines.encode())

    @classmethod
    def read(cls, folder: Path) -> "SoftLabelSet":
        """Read what `write` wrote.

        Raises:
            TrainingError: When a file is missing or damaged.
        """
        try:
            found = np.load(folder / _SOFT_LABELS)
            text = (folder / _SENTENCES).read_text(encoding="utf-8")
            raw = [json.loads(line) for line in text.splitlines()]
        except (OSError, ValueError) as error:
            raise TrainingError(f"{folder}: expected the soft labels of teachers") from error
        num_labelled = max(0, len(found) - sum(map(len, raw)))
        return cls(labelled=found[:num_labelled], raw=raw, raw_soft_labels=found[num_labelled:])

    def add_to(self, train: Corpora, *, labels: Sequence[str], weight: float) -> Corpora:
        """Give labelled corpora and, after them, the raw sentences, all with soft labels.

        Args:
            train: The corpora that the teachers read.
            labels: The labels of the head, in the order of its logits.
            weight: The distillation weight: that of the teachers against the gold label, 0 to 1.

        Raises:
            TrainingError: When these are not the sentences that the teachers read.
        """
        sentences = [s.tokens for corpus in train.values() for s in corpus]
        if self.labelled.shape != (sum(map(len, sentences)), len(labels)):
            raise TrainingError("soft labels: expected the same training sentences and head")
        rows = _rows(self.labelled, sentences)
        mixed = {
            name: [_mixed(s, next(rows), labels=labels, weight=weight) for s in corpus]
            for name, corpus in train.items()
        }
        raw = zip(self.raw, _rows(self.raw_soft_labels, self.raw), strict=True)
        return mixed | {RAW: [with_likeliest_names(*sentence, labels) for sentence in raw]}


def _rows(soft_labels: SoftLabels, sentences: Iterable[Tokens]) -> Iterator[SoftLabels]:
    """Cut the rows of all tokens into those of each sentence."""
    start = 0
    for tokens in sentences:
        yield soft_labels[start : start + len(tokens)]
        start += len(tokens)


def _mixed(
    sentence: LabelledSentence, soft_labels: SoftLabels, *, labels: Sequence[str], weight: float
) -> LabelledSentence:
    """Give a sentence the weighted mean of its soft and its gold labels."""
    ids = np.array(label_ids(sentence.names, len(sentence.tokens), labels))
    gold = one_hot(ids, num_labels=len(labels))
    mixed = weight * soft_labels.astype(np.float32) + (1 - weight) * gold
    return replace(sentence, soft_labels=mixed.astype(np.float16))


def with_likeliest_names(
    tokens: Tokens, soft_labels: SoftLabels, labels: Sequence[str]
) -> LabelledSentence:
    """Give a raw sentence the names that its soft labels, float16 (T, K), make likeliest."""
    name, begin = name_and_begin(soft_labels.astype(np.float32), labels)
    found = find_names(name, begin, threshold=_THRESHOLD)
    names = tuple((span.start, span.stop) for span in found)
    return LabelledSentence(tuple(tokens), names, soft_labels)
