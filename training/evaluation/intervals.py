"""Figures with 95 % bootstrap intervals, sentences drawn with replacement; knows no tagger.

Sentences that count alike are drawn as one multinomial class, which is the same distribution as
drawing them singly and takes a hundredth of the time.

*Source:* Efron and Tibshirani, An Introduction to the Bootstrap, 1993, section 13.3.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nomen.model.arrays import FloatArray, IntArray

NUM_DRAWS = 1000
_QUANTILES = (0.025, 0.975)


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure with the ends of its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Precision, recall and F1 of strict spans, 0 to 1, with what they were counted on."""

    num_sentences: int
    num_names: int
    precision: Interval
    recall: Interval
    f1: Interval


def measure_counts(counts: IntArray, *, seed: int = 0) -> Figures:
    """Compute the figures of sentences.

    Args:
        counts: Gold, predicted and correct names of each sentence, int64 (S, 3), S at least 1.
        seed: Of the draws.
    """
    drawn = draw_sums(counts, seed=seed)
    total = counts.sum(axis=0)[None]
    precision, recall, f1 = (
        _interval(figure(total), figure(drawn)) for figure in (_precision, _recall, _f1)
    )
    return Figures(
        num_sentences=len(counts),
        num_names=int(total[0, 0]),
        precision=precision,
        recall=recall,
        f1=f1,
    )


def f1_ratio(changed: IntArray, clean: IntArray, *, seed: int = 0) -> Interval:
    """Give the F1 of changed sentences as a share of that of the same sentences unchanged.

    Both are int64 (S, 3) in the order of `measure_counts`; a draw takes a sentence in both forms.
    """
    both = np.hstack([changed, clean])
    total, drawn = both.sum(axis=0)[None], draw_sums(both, seed=seed)
    return _interval(_f1_ratio(total), _f1_ratio(drawn))


def lowest_to_highest(recalls: IntArray, *, seed: int = 0) -> Interval:
    """Give the lowest recall of groups as a share of the highest.

    The lowest and highest group are found anew in each draw, so that the interval owns up to
    having looked for them; it lies a little lower than that of two groups named beforehand.

    Args:
        recalls: Gold and correct names of each sentence in each group, int64 (G, S, 2); the groups
            are of the same S sentences and are drawn together.
        seed: Of the draws.
    """
    groups, sentences, _ = recalls.shape
    rows = recalls.transpose(1, 0, 2).reshape(sentences, 2 * groups)
    total, drawn = rows.sum(axis=0)[None], draw_sums(rows, seed=seed)
    return _interval(_recall_ratio(total), _recall_ratio(drawn))


def mean_interval(values: FloatArray, *, seed: int = 0) -> Interval:
    """Give the mean of values with its interval; float (N,), N at least 1."""
    generator = np.random.default_rng(seed)
    drawn = generator.choice(values, size=(NUM_DRAWS, len(values))).mean(axis=1)
    return _interval(values.mean(keepdims=True), drawn)


def draw_sums(rows: IntArray, *, seed: int) -> IntArray:
    """Draw as many rows as there are, often; give the sum of each draw, int64 (D, K).

    Args:
        rows: What was counted in each sentence, int64 (S, K), S at least 1.
        seed: Of the draws.
    """
    kinds, numbers = np.unique(rows, axis=0, return_counts=True)
    generator = np.random.default_rng(seed)
    draws = generator.multinomial(len(rows), numbers / len(rows), size=NUM_DRAWS)  # (D, kinds)
    sums: IntArray = draws @ kinds
    return sums


def _interval(value: FloatArray, drawn: FloatArray) -> Interval:
    low, high = np.quantile(drawn, _QUANTILES)
    return Interval(float(value[0]), float(low), float(high))


def _precision(sums: IntArray) -> FloatArray:
    return _share(sums[:, 2], sums[:, 1])


def _recall(sums: IntArray) -> FloatArray:
    return _share(sums[:, 2], sums[:, 0])


def _f1(sums: IntArray) -> FloatArray:
    return _share(2 * sums[:, 2], sums[:, 0] + sums[:, 1])


def _f1_ratio(sums: IntArray) -> FloatArray:
    return _share(_f1(sums[:, :3]), _f1(sums[:, 3:]))


def _recall_ratio(sums: IntArray) -> FloatArray:
    recalls = _share(sums[:, 1::2], sums[:, ::2])
    return _share(recalls.min(axis=1), recalls.max(axis=1))


def _share(part: NDArray[np.number], whole: NDArray[np.number]) -> FloatArray:
    """Divide, 0 where there is nothing to divide by."""
    shares: FloatArray = np.divide(
        part, whole, out=np.zeros(part.shape, dtype=np.float64), where=whole > 0
    )
    return shares
