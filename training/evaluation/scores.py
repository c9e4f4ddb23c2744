"""Counts of predicted names against gold names, and figures of token probabilities."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from nomen.model.arrays import BoolArray, FloatArray, IntArray
from nomen.training.data.labels import Span

NUM_BINS = 15


def count_spans(gold: Iterable[Span], predicted: Iterable[Span]) -> tuple[int, int, int]:
    """Count the gold, predicted and correct names of one sentence.

    A predicted name is correct when both its ends are (strict).

    *Source:* Tjong Kim Sang and De Meulder, Introduction to the CoNLL-2003 Shared Task, section 4.
    """
    gold_spans, predicted_spans = set(gold), set(predicted)
    return len(gold_spans), len(predicted_spans), len(gold_spans & predicted_spans)


def count_names(gold: Sequence[Iterable[Span]], predicted: Sequence[Iterable[Span]]) -> IntArray:
    """Give the gold, predicted and correct names of each sentence, int64 (S, 3)."""
    rows = [count_spans(*pair) for pair in zip(gold, predicted, strict=True)]
    return np.array(rows, dtype=np.int64).reshape(-1, 3)


@dataclass(slots=True)
class SpanCounts:
    """The sums of `count_spans` over sentences."""

    num_gold: int = 0
    num_predicted: int = 0
    num_correct: int = 0

    def add(self, gold: Iterable[Span], predicted: Iterable[Span]) -> None:
        """Count one sentence."""
        num_gold, num_predicted, num_correct = count_spans(gold, predicted)
        self.num_gold += num_gold
        self.num_predicted += num_predicted
        self.num_correct += num_correct

    @classmethod
    def from_rows(cls, counts: IntArray) -> "SpanCounts":
        """Sum the rows of `count_names`."""
        return cls(*counts.sum(axis=0).tolist())

    def __add__(self, other: "SpanCounts") -> "SpanCounts":
        """Add the counts of two sets of sentences."""
        return SpanCounts(
            self.num_gold + other.num_gold,
            self.num_predicted + other.num_predicted,
            self.num_correct + other.num_correct,
        )

    @property
    def precision(self) -> float:
        """Share of the predicted names that are correct, 0 to 1; 0 when none was predicted."""
        return self.num_correct / self.num_predicted if self.num_predicted else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold names that were predicted, 0 to 1; 0 when there is none."""
        return self.num_correct / self.num_gold if self.num_gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall, 0 to 1."""
        total = self.num_gold + self.num_predicted
        return 2 * self.num_correct / total if total else 0.0


def average_precision(probabilities: FloatArray, is_gold: BoolArray) -> float:
    """Compute the area under the tokens' precision-recall curve as a step function, 0 to 1.

    *Source:* Manning, Raghavan, Schütze, Introduction to Information Retrieval, section 8.4:
    the sum over thresholds of (R_n - R_(n-1)) P_n; equal probabilities share one threshold.
    """
    precision, recall, _ = precision_recall_curve(probabilities, is_gold)
    return float(np.sum(np.diff(recall, prepend=0.0) * precision))


def precision_recall_curve(
    probabilities: FloatArray, is_gold: BoolArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Give precision, recall and threshold of tokens at each distinct probability, descending."""
    order = np.argsort(-probabilities, kind="stable")
    ranked, gold = probabilities[order], is_gold[order]
    last_of_ties = np.flatnonzero(np.diff(ranked, append=-1.0))
    correct = np.cumsum(gold)[last_of_ties]
    precision = correct / (last_of_ties + 1)
    recall = correct / max(1, int(gold.sum()))
    return precision, recall, ranked[last_of_ties]


def brier_score(probabilities: FloatArray, is_gold: BoolArray) -> float:
    """Compute the mean squared difference between probability and truth, 0 (best) to 1.

    *Source:* Brier, Verification of Forecasts Expressed in Terms of Probability, 1950.
    """
    return float(np.mean((probabilities - is_gold) ** 2)) if len(probabilities) else 0.0


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """Tokens of similar probability: their number, mean probability and share of names."""

    num_tokens: int
    mean_probability: float
    share_of_names: float


def reliability(
    probabilities: FloatArray, is_gold: BoolArray, *, num_bins: int = NUM_BINS
) -> list[ReliabilityBin]:
    """Sort tokens by probability and cut them into bins of equal size."""
    order = np.argsort(probabilities, kind="stable")
    return [
        ReliabilityBin(len(b), float(probabilities[b].mean()), float(is_gold[b].mean()))
        for b in np.array_split(order, num_bins)
        if len(b)
    ]


def expected_calibration_error(probabilities: FloatArray, is_gold: BoolArray) -> float:
    """Compute the expected calibration error over bins of equal size, 0 (best) to 1.

    It is the mean distance between the mean probability and the share of names in a bin.

    *Source:* Naeini, Cooper, Hauskrecht, Obtaining Well Calibrated Probabilities Using Bayesian
    Binning, 2015, equation 3; bins of equal size after Nguyen and O'Connor, 2015.
    """
    bins = reliability(probabilities, is_gold)
    total = sum(b.num_tokens for b in bins)
    distances = (b.num_tokens * abs(b.mean_probability - b.share_of_names) for b in bins)
    return sum(distances) / total if total else 0.0
