"""Measures a tagger on labelled sentences."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from typing import Any

import numpy as np

from nomen.model.arrays import BoolArray, FloatArray, IntArray
from nomen.model.tagger import Tagger
from nomen.training.data.labels import LabelledSentence, Span
from nomen.training.evaluation.intervals import measure_counts
from nomen.training.evaluation.predictor import tag_at_thresholds, tag_sentences
from nomen.training.evaluation.scores import (
    SpanCounts,
    average_precision,
    brier_score,
    count_names,
    expected_calibration_error,
)

UNSURE = 0.02
"""The calibration error leaves out tokens up to this probability: they are many and easy."""

FEWEST_UNSURE = 1000
"""A calibration error over fewer unsure tokens shows chance rather than calibration."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Predictions:
    """The names and probabilities that a tagger gives for labelled sentences."""

    sentences: Sequence[LabelledSentence]
    predicted: list[list[Span]]
    probabilities: FloatArray  # (N,), of all tokens in their order
    is_gold: BoolArray  # (N,)

    def counts(self) -> IntArray:
        """Give the gold, predicted and correct names of each sentence, int64 (S, 3)."""
        return count_names([s.names for s in self.sentences], self.predicted)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """The figures of one set of sentences.

    Precision, recall and F1 count names strictly; the other figures count tokens. `ece` looks at
    tokens with a probability above `UNSURE`.
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
    found = tag_sentences(tagger, [sentence.tokens for sentence in sentences], threshold=threshold)
    return Predictions(
        sentences=sentences,
        predicted=found.names,
        probabilities=np.concatenate(found.probabilities),
        is_gold=np.concatenate([sentence.in_names() for sentence in sentences]),
    )


def sweep(
    tagger: Tagger, sentences: Sequence[LabelledSentence], thresholds: Sequence[float]
) -> dict[float, SpanCounts]:
    """Count names at several thresholds; run the network once."""
    gold = [sentence.names for sentence in sentences]
    found = tag_at_thresholds(tagger, [sentence.tokens for sentence in sentences], thresholds)
    return {
        threshold: SpanCounts.from_rows(count_names(gold, predicted))
        for threshold, predicted in zip(thresholds, found, strict=True)
    }


def evaluate(predictions: Predictions) -> Evaluation:
    """Compute the figures of predictions."""
    figures = measure_counts(predictions.counts())
    p, is_gold = predictions.probabilities, predictions.is_gold
    unsure = p > UNSURE
    return Evaluation(
        num_sentences=len(predictions.sentences),
        num_tokens=len(p),
        num_names=figures.num_names,
        precision=figures.precision.value,
        recall=figures.recall.value,
        f1=figures.f1.value,
        f1_low=figures.f1.low,
        f1_high=figures.f1.high,
        average_precision=average_precision(p, is_gold),
        brier=brier_score(p, is_gold),
        ece=expected_calibration_error(p[unsure], is_gold[unsure]),
        num_unsure_tokens=int(unsure.sum()),
    )


def unsure_calibration_error(probabilities: FloatArray, is_gold: BoolArray) -> float | None:
    """Compute the calibration error of the tokens above `UNSURE`.

    None where there are fewer than `FEWEST_UNSURE`.
    """
    is_unsure = probabilities > UNSURE
    if is_unsure.sum() < FEWEST_UNSURE:
        return None
    return expected_calibration_error(probabilities[is_unsure], is_gold[is_unsure])


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """A sentence with false negatives or false positives, each the text of a name."""

    tokens: Sequence[str]
    false_negatives: list[str]
    false_positives: list[str]

    def as_dict(self) -> dict[str, Any]:
        """Give all as plain values; the keys of JSON output keep their first names."""
        return {
            "tokens": self.tokens,
            "missed": self.false_negatives,
            "invented": self.false_positives,
        }


def worst_sentences(predictions: Predictions, number: int) -> list[Mistake]:
    """Give the sentences with the most false negatives and false positives."""
    mistakes = [
        Mistake(
            tokens=sentence.tokens,
            false_negatives=_texts(sentence, set(sentence.names) - set(found)),
            false_positives=_texts(sentence, set(found) - set(sentence.names)),
        )
        for sentence, found in zip(predictions.sentences, predictions.predicted, strict=True)
        if set(sentence.names) != set(found)
    ]
    mistakes.sort(key=lambda m: -len(m.false_negatives) - len(m.false_positives))
    return list(islice(mistakes, number))


def _texts(sentence: LabelledSentence, found: set[Span]) -> list[str]:
    return [" ".join(sentence.tokens[start:end]) for start, end in sorted(found)]
