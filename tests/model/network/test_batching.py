import math
from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nomen.model.errors import DeviceMemoryError
from nomen.model.network.batching import TokenBudget, cut_by_length, cut_by_tokens, run_in_batches


@dataclass
class Item:
    tokens: list[str]


def cut(sizes: list[int], batch_tokens: int, padding_rows: float = math.inf) -> list[list[int]]:
    batches = cut_by_length(sizes, batch_tokens=batch_tokens, padding_rows=padding_rows)
    return [sizes[batch.start : batch.stop] for batch in batches]


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
    assert cut(sizes, batch_tokens=6) == expected


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
    assert cut(sizes, batch_tokens=100, padding_rows=1) == expected


def test_items_are_cut_by_their_tokens() -> None:
    items = [Item(["x"] * size) for size in (2, 2, 3)]

    assert list(cut_by_tokens(items, batch_tokens=6)) == [items[:2], items[2:]]


@given(st.lists(st.integers(1, 300), max_size=40), st.integers(1, 1000))
def test_outputs_come_in_the_order_of_the_sentences(sizes: list[int], batch_tokens: int) -> None:
    sentences = [["x"] * size for size in sizes]

    outputs = run_in_batches(
        sentences, lambda batch: [id(tokens) for tokens in batch], budget=TokenBudget(batch_tokens)
    )

    assert outputs == [id(tokens) for tokens in sentences]


class SmallDevice:
    """Runs batches of at most so many tokens, and remembers the sizes of those that it ran."""

    def __init__(self, num_tokens: int) -> None:
        self.num_tokens = num_tokens
        self.ran: list[int] = []

    def run(self, batch: list[Sequence[str]]) -> list[int]:
        if sum(map(len, batch)) > self.num_tokens:
            raise DeviceMemoryError
        self.ran.append(len(batch))
        return [id(tokens) for tokens in batch]


def test_l8_a_batch_that_does_not_fit_is_halved_and_later_ones_are_smaller() -> None:
    sentences = [["x"] * 10 for _ in range(8)]
    device, budget = SmallDevice(25), TokenBudget(80)

    outputs = run_in_batches(sentences, device.run, budget=budget)

    assert outputs == [id(tokens) for tokens in sentences]
    assert (device.ran, budget.num_tokens, budget.num_lowered) == ([2, 2, 2, 2], 20, 3)
    run_in_batches(sentences, device.run, budget=budget)
    assert (device.ran, budget.num_lowered) == ([2] * 8, 3)


def test_l8_a_sentence_that_does_not_fit_alone_is_an_error() -> None:
    with pytest.raises(DeviceMemoryError):
        run_in_batches([["x"] * 30], SmallDevice(25).run, budget=TokenBudget(80))
