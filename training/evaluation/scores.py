"""Counts and figures of predicted names against gold ones; knows no network."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nomen.model.arrays import BoolArray, FloatArray
from nomen.training.data.labels import Span

NUM_BINS = 15


@dataclass(slots=True)
class SpanCounts:
    """How many names there are, how many were predicted, how many of those are right.

    A predicted name is right when both its ends are (strict).

    *Source:* Tjong Kim Sang and De Meulder, Introduction to the CoNLL-2003 Shared Task, section 4.
    """

    num_gold: int = 0
    num_predicted: int = 0
    num_correct: int = 0

    def add(self, gold: Iterable[Span], predicted: Iterable[Span]) -> None:
        """Count one sentence."""
        gold_spans, predicted_spans = set(gold), set(predicted)
        self.num_gold += len(gold_spans)
        self.num_predicted += len(predicted_spans)
        self.num_correct += len(gold_spans & predicted_spans)

    def __add__(self, other: "SpanCounts") -> "SpanCounts":
        """Count the sentences of both."""
        return SpanCounts(
            self.num_gold + other.num_gold,
            self.num_predicted + other.num_predicted,
            self.num_correct + other.num_correct,
        )

    @property
    def precision(self) -> float:
        """Share of the predicted names that are right, 0 to 1; 0 when none was predicted."""
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


def count_names(
    gold: Sequence[Iterable[Span]], predicted: Sequence[Iterable[Span]]
) -> NDArray[np.int64]:
    """Give the gold, predicted and correct names of each sentence, (S, 3)."""
    pairs = [(set(a), set(b)) for a, b in zip(gold, predicted, strict=True)]
    rows = [(len(a), len(b), len(a & b)) for a, b in pairs]
    return np.array(rows, dtype=np.int64).reshape(-1, 3)


def average_precision(probabilities: FloatArray, is_gold: BoolArray) -> float:
    """Area under the precision-recall curve of tokens as a step function, 0 to 1.

    *Source:* Manning, Raghavan, Schütze, Introduction to Information Retrieval, section 8.4:
    the sum over thresholds of (R_n - R_(n-1)) P_n, equal probabilities taken together.
    """
    precision, recall, _ = precision_recall_curve(probabilities, is_gold)
    return float(np.sum(np.diff(recall, prepend=0.0) * precision))


def precision_recall_curve(
    probabilities: FloatArray, is_gold: BoolArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Give precision, recall and threshold of tokens for each distinct probability, falling."""
    order = np.argsort(-probabilities, kind="stable")
    ranked, gold = probabilities[order], is_gold[order]
    last_of_ties = np.flatnonzero(np.diff(ranked, append=-1.0))
    correct = np.cumsum(gold)[last_of_ties]
    precision = correct / (last_of_ties + 1)
    recall = correct / max(1, int(gold.sum()))
    return precision, recall, ranked[last_of_ties]


def brier_score(probabilities: FloatArray, is_gold: BoolArray) -> float:
    """Mean squared difference between probability and truth, 0 (best) to 1.

    *Source:* Brier, Verification of Forecasts Expressed in Terms of Probability, 1950.
    """
    return float(np.mean((probabilities - is_gold) ** 2)) if len(probabilities) else 0.0


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """Tokens of like probability: how many, what was claimed, what was true."""

    num_tokens: int
    mean_probability: float
    share_of_names: float


def reliability(
    probabilities: FloatArray, is_gold: BoolArray, *, num_bins: int = NUM_BINS
) -> list[ReliabilityBin]:
    """Cut tokens, sorted by probability, into bins of equal mass."""
    order = np.argsort(probabilities, kind="stable")
    return [
        ReliabilityBin(len(b), float(probabilities[b].mean()), float(is_gold[b].mean()))
        for b in np.array_split(order, num_bins)
        if len(b)
    ]


def expected_calibration_error(probabilities: FloatArray, is_gold: BoolArray) -> float:
    """Mean distance of claimed and true share of names over bins of equal mass, 0 (best) to 1.

    *Source:* Naeini, Cooper, Hauskrecht, Obtaining Well Calibrated Probabilities Using Bayesian
    Binning, 2015, equation 3; bins of equal mass after Nguyen and O'Connor, 2015.
    """
    bins = reliability(probabilities, is_gold)
    total = sum(b.num_tokens for b in bins)
    distances = (b.num_tokens * abs(b.mean_probability - b.share_of_names) for b in bins)
    return sum(distances) / total if total else 0.0


def f1_interval(
    counts: NDArray[np.int64], *, num_draws: int = 1000, seed: int = 0
) -> tuple[float, float]:
    """Give the 95 % bootstrap interval of F1, sentences drawn with replacement.

    Args:
        counts: Gold, predicted and correct names of each sentence, int64 (S, 3).
        num_draws: Bootstrap samples.
        seed: Of the generator.

    *Source:* Efron and Tibshirani, An Introduction to the Bootstrap, 1993, section 13.3.
    """
    generator = np.random.default_rng(seed)
    draws = generator.multinomial(
        len(counts), np.full(len(counts), 1 / len(counts)), size=num_draws
    )  # (draws, S)
    gold, predicted, correct = (draws @ counts).T
    f1 = 2 * correct / np.maximum(1, gold + predicted)
    low, high = np.quantile(f1, [0.025, 0.975])
    return float(low), float(high)
