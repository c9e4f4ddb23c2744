import math
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nomen.model.network.batching import cut_by_tokens, run_in_batches


@dataclass
class Item:
    tokens: list[str]


def items_of(sizes: list[int]) -> list[Item]:
    return [Item(["x"] * size) for size in sizes]


def lengths(sizes: list[int], batch_tokens: int, padding_rows: float = math.inf) -> list[list[int]]:
    cut = cut_by_tokens(items_of(sizes), batch_tokens=batch_tokens, padding_rows=padding_rows)
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


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ([5, 5, 5, 6, 6], [[5, 5, 5, 6, 6]]),  # 3 tokens of padding, less than a row
        ([1, 1, 6], [[1, 1], [6]]),  # 10 would be
        ([2, 6, 6, 6], [[2, 6, 6, 6]]),
        ([6, 1], [[6, 1]]),
        ([6, 1, 1], [[6, 1], [1]]),
    ],
)
def test_no_batch_has_more_padding_than_another_pass_costs(
    sizes: list[int], expected: list[list[int]]
) -> None:
    assert lengths(sizes, batch_tokens=100, padding_rows=1) == expected


@given(st.lists(st.integers(1, 300), max_size=40), st.integers(1, 1000))
def test_outputs_come_in_the_order_of_the_items(sizes: list[int], batch_tokens: int) -> None:
    items = items_of(sizes)
    outputs = run_in_batches(items, lambda batch: [id(i) for i in batch], batch_tokens=batch_tokens)
    assert outputs == [id(item) for item in items]
