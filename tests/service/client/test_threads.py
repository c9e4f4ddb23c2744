import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Iterator

import pytest

from nomen.service.client.threads import MOST_ITEMS, iterate


async def doubled(items: AsyncIterator[int]) -> AsyncGenerator[list[int], None]:
    async for item in items:
        yield [item, item]


def test_results_come_in_the_order_of_the_items() -> None:
    assert list(iterate(doubled, range(3))) == [0, 0, 1, 1, 2, 2]


def test_items_are_taken_only_a_little_ahead() -> None:
    taken = []

    def items() -> Iterator[int]:
        for i in range(10 * MOST_ITEMS):
            taken.append(i)
            yield i

    results = iterate(doubled, items())
    assert [next(results) for _ in range(2)] == [0, 0]
    results.close()
    assert len(taken) <= MOST_ITEMS + 3


def test_an_error_of_the_items_comes_after_the_results_before_it() -> None:
    def items() -> Iterator[int]:
        yield 1
        raise KeyError("items")

    results = iterate(doubled, items())
    assert [next(results), next(results)] == [1, 1]
    with pytest.raises(KeyError, match="items"):
        next(results)


def test_a_thread_with_an_event_loop_may_iterate() -> None:
    async def call() -> list[int]:
        return list(iterate(doubled, [1]))

    assert asyncio.run(call()) == [1, 1]
