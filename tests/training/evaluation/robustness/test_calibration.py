import numpy as np
import pytest

from nomen.model.arrays import FloatArray
from nomen.training.evaluation.robustness.calibration import (
    CrossFit,
    TokenTable,
    calibration_row,
    perfect_error,
)


def table(claimed: FloatArray, true: FloatArray, seed: int = 0) -> TokenTable:
    """Make tokens that are names at their true rate."""
    generator = np.random.default_rng(seed)
    return TokenTable(
        probabilities=claimed.astype(np.float32),
        is_gold=generator.random(len(true)) < true,
        is_late=np.arange(len(true)) % 2 == 1,
    )


UNIFORM = np.random.default_rng(1).random(20000)
OVERSURE = 1 / (1 + np.exp(-2 * np.log(UNIFORM / (1 - UNIFORM))))


def test_perfect_probabilities_are_as_wrong_as_simulated() -> None:
    row = calibration_row(table(UNIFORM, UNIFORM), CrossFit.fit(table(UNIFORM, UNIFORM)))
    assert row.served < row.perfect_high < 0.02
    assert row.perfect < row.perfect_high
    assert row.num_tokens == int((UNIFORM > 0.02).sum())
    assert len(row.bins) == 15


def test_the_map_of_the_other_half_mends_what_claims_too_much() -> None:
    tokens = table(OVERSURE, UNIFORM)
    row = calibration_row(tokens, CrossFit.fit(tokens))
    assert row.served > 0.05
    assert row.cross_fitted < 0.02


def test_each_half_is_mapped_by_what_the_other_taught() -> None:
    claimed = np.tile([0.4, 0.4, 0.6, 0.6], 500)
    gold = np.tile([0.0, 1.0, 1.0, 1.0], 500) > 0
    halves = TokenTable(
        probabilities=claimed.astype(np.float32), is_gold=gold, is_late=np.tile([False, True], 1000)
    )
    mapped = CrossFit.fit(halves).apply(halves).probabilities
    assert mapped[:4:2] == pytest.approx([0.4, 0.6])  # the late half is all names: no map
    assert mapped[1:4:2] == pytest.approx([0.0, 1.0], abs=0.01)  # the early half is a step


def test_fewer_tokens_leave_more_error() -> None:
    few, _ = perfect_error(UNIFORM[:200])
    many, _ = perfect_error(UNIFORM)
    assert few > 3 * many


def test_no_tokens_leave_none() -> None:
    assert perfect_error(np.zeros(0)) == (0.0, 0.0)


def test_tables_are_put_one_after_another() -> None:
    one = table(UNIFORM[:3], UNIFORM[:3])
    joined = TokenTable.joined([one, one])
    assert len(joined.probabilities) == len(joined.is_gold) == len(joined.is_late) == 6
