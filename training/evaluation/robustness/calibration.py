"""Calibration errors of the suite: as served, cross-fitted, and of perfect probabilities.

Only tokens with a probability above `UNSURE` count, in bins of equal size.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from nomen.model.arrays import BoolArray, FloatArray, IntArray
from nomen.model.bundle.bundle import Calibration
from nomen.model.engines.calibration import calibrate
from nomen.training.evaluation.calibration import fit_calibration
from nomen.training.evaluation.evaluation import UNSURE
from nomen.training.evaluation.scores import (
    NUM_BINS,
    ReliabilityBin,
    expected_calibration_error,
    reliability,
)

NUM_SIMULATIONS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredTokens:
    """The tokens of sentences, flat.

    Attributes:
        probabilities: Name probabilities, float (N,), 0 to 1.
        is_gold: Whether the token is in a name, (N,).
        folds: The fold of the token's sentence, int (N,), 0 or 1.
    """

    probabilities: FloatArray
    is_gold: BoolArray
    folds: IntArray

    @classmethod
    def joined(cls, parts: Sequence["ScoredTokens"]) -> "ScoredTokens":
        """Join the tokens of several sets, at least one."""
        return cls(
            probabilities=np.concatenate([part.probabilities for part in parts]),
            is_gold=np.concatenate([part.is_gold for part in parts]),
            folds=np.concatenate([part.folds for part in parts]),
        )

    def unsure(self) -> tuple[FloatArray, BoolArray]:
        """Give probability and truth of the tokens above `UNSURE`."""
        chosen = self.probabilities > UNSURE
        return self.probabilities[chosen], self.is_gold[chosen]


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationRow:
    """The calibration errors of some tokens, 0 (best) to 1.

    Attributes:
        num_tokens: Tokens above `UNSURE`.
        served: The error of the probabilities as they are.
        perfect: The mean error of true probabilities at this number of tokens.
        perfect_high: The 97.5 % quantile of the error of true probabilities.
        cross_fitted: The error after each fold was mapped by what was fitted on the other fold of
            the visible sets; of the tokens that are above `UNSURE` after the map.
        bins: The reliability of the probabilities as they are.
    """

    num_tokens: int
    served: float
    perfect: float
    perfect_high: float
    cross_fitted: float
    bins: list[ReliabilityBin]


@dataclass(frozen=True, slots=True)
class CrossFit:
    """Two maps, each fitted on the other fold than the one that it maps."""

    for_fold_0: Calibration
    for_fold_1: Calibration

    @classmethod
    def fit(cls, tokens: ScoredTokens) -> "CrossFit":
        """Fit a map on each fold."""
        first = tokens.folds == 0
        return cls(
            for_fold_0=fit_calibration(tokens.probabilities[~first], tokens.is_gold[~first]),
            for_fold_1=fit_calibration(tokens.probabilities[first], tokens.is_gold[first]),
        )

    def apply(self, tokens: ScoredTokens) -> ScoredTokens:
        """Map each token's probability by the map of its fold."""
        first, second = (
            calibrate(tokens.probabilities, found) for found in (self.for_fold_0, self.for_fold_1)
        )
        return ScoredTokens(
            probabilities=np.where(tokens.folds == 0, first, second),
            is_gold=tokens.is_gold,
            folds=tokens.folds,
        )


def calibration_row(tokens: ScoredTokens, maps: CrossFit, *, seed: int = 0) -> CalibrationRow:
    """Compute the calibration errors of tokens."""
    probabilities, is_gold = tokens.unsure()
    perfect, high = perfect_error(probabilities, seed=seed)
    return CalibrationRow(
        num_tokens=len(probabilities),
        served=expected_calibration_error(probabilities, is_gold),
        perfect=perfect,
        perfect_high=high,
        cross_fitted=expected_calibration_error(*maps.apply(tokens).unsure()),
        bins=reliability(probabilities, is_gold),
    )


def calibration_rows(
    sets: Mapping[str, ScoredTokens], maps: CrossFit, *, seed: int = 0
) -> dict[str, CalibrationRow]:
    """Compute the calibration errors of several sets of tokens."""
    return {name: calibration_row(tokens, maps, seed=seed) for name, tokens in sets.items()}


def perfect_error(probabilities: FloatArray, *, seed: int = 0) -> tuple[float, float]:
    """Simulate the calibration error of probabilities that are true.

    Each draw takes its truths from the probabilities themselves, so the error that is left comes
    from the limited number of tokens.

    Args:
        probabilities: Float (N,), 0 to 1.
        seed: Of the draws.

    Returns:
        The mean and the 97.5 % quantile over draws; 0 for no tokens.
    """
    if not len(probabilities):
        return 0.0, 0.0
    ranked = np.sort(probabilities)
    generator = np.random.default_rng(seed)
    truths = generator.random((NUM_SIMULATIONS, len(ranked))) < ranked  # (D, N)
    bins = [b for b in np.array_split(np.arange(len(ranked)), NUM_BINS) if len(b)]
    starts = [b[0] for b in bins]
    distances = np.abs(np.add.reduceat(truths - ranked, starts, axis=1))  # (D, bins)
    errors = distances.sum(axis=1) / len(ranked)
    return float(errors.mean()), float(np.quantile(errors, 0.975))
