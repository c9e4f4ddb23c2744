"""How true name probabilities are: served, mapped anew on the other half, or perfect; no tagger.

Only tokens with a probability above `UNSURE` are looked at, in bins of equal mass.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from nomen.model.arrays import BoolArray, FloatArray
from nomen.model.bundle.bundle import Calibration
from nomen.model.tagger import calibrate
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
class TokenTable:
    """The tokens of sentences, flat.

    Attributes:
        probabilities: Name probabilities, float (N,), 0 to 1.
        is_gold: Whether it is in a name, (N,).
        is_late: Whether its sentence is in the second half of its set, (N,): the two folds.
    """

    probabilities: FloatArray
    is_gold: BoolArray
    is_late: BoolArray

    @classmethod
    def joined(cls, tables: Sequence["TokenTable"]) -> "TokenTable":
        """Put tables, one at least, one after another."""
        return cls(
            probabilities=np.concatenate([table.probabilities for table in tables]),
            is_gold=np.concatenate([table.is_gold for table in tables]),
            is_late=np.concatenate([table.is_late for table in tables]),
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
        served: Of the probabilities as they are.
        perfect: What probabilities that are exactly true would have at this number of tokens.
        perfect_high: What they would exceed once in 40 times.
        cross_fitted: Of the probabilities mapped by what was fitted on the other fold of the
            visible sets; its tokens are those above `UNSURE` after the map.
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
    """Two maps, each for the fold that it was not fitted on."""

    for_early: Calibration
    for_late: Calibration

    @classmethod
    def fit(cls, table: TokenTable) -> "CrossFit":
        """Fit a map on each fold."""
        late = table.is_late
        return cls(
            for_early=fit_calibration(table.probabilities[late], table.is_gold[late]),
            for_late=fit_calibration(table.probabilities[~late], table.is_gold[~late]),
        )

    def apply(self, table: TokenTable) -> TokenTable:
        """Map each token's probability by what the other fold taught."""
        early, late = (calibrate(table.probabilities, m) for m in (self.for_early, self.for_late))
        return TokenTable(
            probabilities=np.where(table.is_late, late, early),
            is_gold=table.is_gold,
            is_late=table.is_late,
        )


def calibration_row(table: TokenTable, maps: CrossFit, *, seed: int = 0) -> CalibrationRow:
    """Compute the calibration errors of tokens."""
    probabilities, is_gold = table.unsure()
    perfect, high = perfect_error(probabilities, seed=seed)
    return CalibrationRow(
        num_tokens=len(probabilities),
        served=expected_calibration_error(probabilities, is_gold),
        perfect=perfect,
        perfect_high=high,
        cross_fitted=expected_calibration_error(*maps.apply(table).unsure()),
        bins=reliability(probabilities, is_gold),
    )


def calibration_rows(
    tables: Mapping[str, TokenTable], maps: CrossFit, *, seed: int = 0
) -> dict[str, CalibrationRow]:
    """Compute the calibration errors of several sets of tokens."""
    return {name: calibration_row(table, maps, seed=seed) for name, table in tables.items()}


def perfect_error(probabilities: FloatArray, *, seed: int = 0) -> tuple[float, float]:
    """Simulate the calibration error of probabilities that are true.

    Truths are drawn by the probabilities themselves; what error is left comes from their number.

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
