"""Measures a tagger on labelled sentences; knows no training and no plot."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from nomen.model.arrays import BoolArray, FloatArray
from nomen.model.documents import TaggedDocument
from nomen.model.tagger import Tagger
from nomen.training.data.labels import LabelledSentence, Span
from nomen.training.evaluation.scores import (
    SpanCounts,
    average_precision,
    brier_score,
    count_names,
    expected_calibration_error,
    f1_interval,
)

UNSURE = 0.02
"""Tokens at or under this probability are easy and many; they would flatter a calibration error."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Predictions:
    """What a tagger says of labelled sentences."""

    sentences: Sequence[LabelledSentence]
    predicted: list[list[Span]]
    probabilities: FloatArray  # (N,), of all tokens in their order
    is_gold: BoolArray  # (N,)

    def counts(self) -> NDArray[np.int64]:
        """Give the gold, predicted and correct names of each sentence, (S, 3)."""
        return count_names([s.names for s in self.sentences], self.predicted)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """The figures of one set of sentences.

    Precision, recall and F1 are of strict spans; the rest is of tokens. `ece` looks at tokens with
    a probability above `UNSURE`.
    """

    num_sentences: int
    num_tokens: int
    num_names: int
    precision: float
    recall: float
    f1: float
    f1_low: float
    f1_high: float
    average_precision: float
    brier: float
    ece: float
    num_unsure_tokens: int

    def as_dict(self) -> dict[str, float]:
        """Give the figures by name."""
        return asdict(self)


def predict(
    tagger: Tagger, sentences: Sequence[LabelledSentence], *, threshold: float | None = None
) -> Predictions:
    """Tag the tokens of labelled sentences."""
    tagged = tagger.tag([sentence.tokens for sentence in sentences], threshold=threshold)
    return Predictions(
        sentences=sentences,
        predicted=[_spans(document) for document in tagged],
        probabilities=np.concatenate([document.name_probabilities for document in tagged]),
        is_gold=np.concatenate([sentence.in_names() for sentence in sentences]),
    )


def sweep(
    tagger: Tagger, sentences: Sequence[LabelledSentence], thresholds: Sequence[float]
) -> dict[float, SpanCounts]:
    """Count names at several thresholds, the network run once."""
    counts = {threshold: SpanCounts() for threshold in thresholds}
    swept = tagger.tag_at([sentence.tokens for sentence in sentences], counts)
    for found, tagged in zip(counts.values(), swept, strict=True):
        for sentence, document in zip(sentences, tagged, strict=True):
            found.add(sentence.names, _spans(document))
    return counts


def _spans(document: TaggedDocument) -> list[Span]:
    return [(name.first_token, name.last_token + 1) for name in document.names]


def evaluate(predictions: Predictions) -> Evaluation:
    """Compute the figures of predictions."""
    counts = predictions.counts()
    total = SpanCounts(*(int(count) for count in counts.sum(axis=0)))
    low, high = f1_interval(counts)
    p, is_gold = predictions.probabilities, predictions.is_gold
    unsure = p > UNSURE
    return Evaluation(
        num_sentences=len(predictions.sentences),
        num_tokens=len(p),
        num_names=total.num_gold,
        precision=total.precision,
        recall=total.recall,
        f1=total.f1,
        f1_low=low,
        f1_high=high,
        average_precision=average_precision(p, is_gold),
        brier=brier_score(p, is_gold),
        ece=expected_calibration_error(p[unsure], is_gold[unsure]),
        num_unsure_tokens=int(unsure.sum()),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """A sentence whose names were not all found, or not only they."""

    tokens: Sequence[str]
    missed: list[str]
    invented: list[str]


def worst_sentences(predictions: Predictions, number: int) -> list[Mistake]:
    """Give the sentences with the most wrong names, missed or invented."""
    mistakes = [
        Mistake(
            tokens=sentence.tokens,
            missed=_texts(sentence, set(sentence.names) - set(found)),
            invented=_texts(sentence, set(found) - set(sentence.names)),
        )
        for sentence, found in zip(predictions.sentences, predictions.predicted, strict=True)
        if set(sentence.names) != set(found)
    ]
    mistakes.sort(key=lambda mistake: -len(mistake.missed) - len(mistake.invented))
    return list(islice(mistakes, number))


def _texts(sentence: LabelledSentence, found: set[Span]) -> list[str]:
    return [" ".join(sentence.tokens[start:end]) for start, end in sorted(found)]
