import numpy as np
import pytest

from nomen.model.arrays import FloatArray
from nomen.training.evaluation.robustness.calibration import (
    CrossFit,
    ScoredTokens,
    calibration_row,
    perfect_error,
)


def tokens(claimed: FloatArray, true: FloatArray, seed: int = 0) -> ScoredTokens:
    """Make tokens that are names at their true rate."""
    generator = np.random.default_rng(seed)
    return ScoredTokens(
        probabilities=claimed.astype(np.float32),
        is_gold=generator.random(len(true)) < true,
        folds=np.arange(len(true)) % 2,
    )


UNIFORM = np.random.default_rng(1).random(20000)
OVERSURE = 1 / (1 + np.exp(-2 * np.log(UNIFORM / (1 - UNIFORM))))


def test_perfect_probabilities_are_as_wrong_as_simulated() -> None:
    row = calibration_row(tokens(UNIFORM, UNIFORM), CrossFit.fit(tokens(UNIFORM, UNIFORM)))
    assert row.served < row.perfect_high < 0.02
    assert row.perfect < row.perfect_high
    assert row.num_tokens == int((UNIFORM > 0.02).sum())
    assert len(row.bins) == 15


def test_the_map_of_the_other_fold_corrects_overconfidence() -> None:
    overconfident = tokens(OVERSURE, UNIFORM)
    row = calibration_row(overconfident, CrossFit.fit(overconfident))
    assert row.served > 0.05
    assert row.cross_fitted < 0.02


def test_each_fold_is_mapped_by_what_was_fitted_on_the_other() -> None:
    claimed = np.tile([0.4, 0.4, 0.6, 0.6], 500)
    gold = np.tile([0.0, 1.0, 1.0, 1.0], 500) > 0
    folds = ScoredTokens(
        probabilities=claimed.astype(np.float32), is_gold=gold, folds=np.tile([0, 1], 1000)
    )
    mapped = CrossFit.fit(folds).apply(folds).probabilities
    assert mapped[:4:2] == pytest.approx([0.4, 0.6])  # fold 1 is all names: no map
    assert mapped[1:4:2] == pytest.approx([0.0, 1.0], abs=0.01)  # fold 0 is a step


def test_fewer_tokens_leave_more_error() -> None:
    few, _ = perfect_error(UNIFORM[:200])
    many, _ = perfect_error(UNIFORM)
    assert few > 3 * many


def test_no_tokens_leave_none() -> None:
    assert perfect_error(np.zeros(0)) == (0.0, 0.0)


def test_tokens_of_several_sets_are_joined() -> None:
    one = tokens(UNIFORM[:3], UNIFORM[:3])
    joined = ScoredTokens.joined([one, one])
    assert len(joined.probabilities) == len(joined.is_gold) == len(joined.folds) == 6
