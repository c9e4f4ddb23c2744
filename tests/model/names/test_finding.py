import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nomen.model.names.finding import find_names


def names(name: list[float], begin: list[float], threshold: float = 0.5) -> list[tuple[int, int]]:
    arrays = (np.array(values, dtype=np.float32) for values in (name, begin))
    found = find_names(*arrays, threshold=threshold)
    return [(span.start, span.stop) for span in found]


@pytest.mark.parametrize(
    ("name", "begin", "expected"),
    [
        ([], [], []),
        ([0.1, 0.2], [0.0, 0.0], []),
        ([0.9, 0.8, 0.1], [0.9, 0.0, 0.0], [(0, 2)]),
        ([0.1, 0.9], [0.0, 0.0], [(1, 2)]),
        ([0.9, 0.9, 0.9], [0.9, 0.8, 0.1], [(0, 1), (1, 3)]),
        ([0.9, 0.1, 0.9], [0.9, 0.0, 0.9], [(0, 1), (2, 3)]),
        ([0.5], [0.0], [(0, 1)]),
    ],
)
def test_runs_at_the_threshold_are_names_split_where_one_begins(
    name: list[float], begin: list[float], expected: list[tuple[int, int]]
) -> None:
    assert names(name, begin) == expected


def test_a_token_as_likely_to_continue_as_to_begin_continues() -> None:
    assert names([0.8, 0.8], [0.8, 0.4]) == [(0, 2)]


@given(st.lists(st.tuples(st.floats(0, 1, width=32), st.floats(0, 1, width=32)), max_size=30))
def test_names_cover_exactly_the_tokens_at_the_threshold(pairs: list[tuple[float, float]]) -> None:
    name = [p for p, _ in pairs]
    found = names(name, [p * share for p, share in pairs])
    covered = [i for start, stop in found for i in range(start, stop)]
    assert covered == [i for i, p in enumerate(name) if p >= 0.5]
