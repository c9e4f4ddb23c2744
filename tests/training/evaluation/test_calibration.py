import numpy as np
import pytest

from nomen.model.arrays import BoolArray, FloatArray
from nomen.model.bundle.bundle import Calibration
from nomen.model.engines.calibration import calibrate
from nomen.training.evaluation.calibration import fit_calibration
from nomen.training.evaluation.scores import expected_calibration_error


def overconfident() -> tuple[FloatArray, BoolArray]:
    generator = np.random.default_rng(0)
    logits = generator.normal(-1, 1.5, 20_000)
    gold = generator.random(20_000) < 1 / (1 + np.exp(-logits))
    return (1 / (1 + np.exp(-(2 * logits + 0.5)))).astype(np.float32), gold


def test_the_true_map_is_found() -> None:
    found = fit_calibration(*overconfident())
    assert found.slope == pytest.approx(0.5, abs=0.03)
    assert found.intercept == pytest.approx(-0.25, abs=0.05)


def test_calibrated_probabilities_mean_what_they_say() -> None:
    probabilities, gold = overconfident()
    mapped = calibrate(probabilities, fit_calibration(probabilities, gold))
    assert expected_calibration_error(mapped, gold) < 0.01
    assert expected_calibration_error(probabilities, gold) > 0.05


def test_certain_probabilities_are_no_trouble() -> None:
    probabilities = np.array([0.0] * 50 + [1.0] * 50, dtype=np.float32)
    gold = np.array([False] * 45 + [True] * 50 + [False] * 5)
    assert fit_calibration(probabilities, gold).slope > 0


def test_too_few_names_leave_the_probabilities_alone() -> None:
    assert fit_calibration(np.full(99, 0.1), np.zeros(99, dtype=bool)) == Calibration()
