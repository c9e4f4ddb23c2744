import math

import numpy as np
import pytest

from nomen.model.windows import WindowProbabilities
from nomen.training.suggesting.entropy import MAX_ENTROPY, token_entropies


def entropies(name: list[float], begin: list[float]) -> list[float]:
    given = (np.array(name, dtype=np.float32), np.array(begin, dtype=np.float32))
    return [float(each) for each in token_entropies(WindowProbabilities(*given))]


@pytest.mark.parametrize(
    ("name", "begin", "expected"),
    [
        (0.0, 0.0, 0.0),
        (1.0, 1.0, 0.0),
        (1.0, 0.5, math.log(2)),
        (0.5, 0.0, math.log(2)),
        (2 / 3, 1 / 3, math.log(3)),
    ],
)
def test_a_token_has_the_entropy_of_its_three_answers(
    name: float, begin: float, expected: float
) -> None:
    assert entropies([name], [begin]) == [pytest.approx(expected, abs=1e-6)]


def test_no_token_has_more_than_three_equal_answers() -> None:
    chances = np.linspace(0, 1, 21)
    found = [entropies([name], [name * part])[0] for name in chances for part in chances]
    assert max(found) <= MAX_ENTROPY + 1e-6


def test_rounding_gives_no_negative_chance() -> None:
    assert entropies([0.5], [0.500001]) == [pytest.approx(math.log(2), abs=1e-4)]
