from dataclasses import dataclass

import pytest

from model.batching import cut_by_tokens


@dataclass
class Item:
    tokens: list[str]


def lengths(sizes: list[int], batch_tokens: int) -> list[list[int]]:
    items = [Item(["x"] * size) for size in sizes]
    cut = cut_by_tokens(items, batch_tokens=batch_tokens)
    return [[len(item.tokens) for item in batch] for batch in cut]


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ([], []),
        ([2, 2, 2], [[2, 2, 2]]),
        ([2, 2, 3], [[2, 2], [3]]),
        ([9, 1], [[9], [1]]),
        ([1, 6], [[1], [6]]),
    ],
)
def test_a_batch_costs_its_longest_times_its_number(
    sizes: list[int], expected: list[list[int]]
) -> None:
    assert lengths(sizes, batch_tokens=6) == expected
