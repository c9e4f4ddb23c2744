import asyncio

import pytest

from nomen.service.edge.edge import REFUSED_AT_ONCE, Edge
from nomen.service.edge.limits import EdgeLimits
from nomen.service.telemetry.metrics import Metrics
from tests.waiting import until


class Guest:
    def __init__(self, idle_seconds: float = 0.0) -> None:
        self.idle_seconds = idle_seconds
        self.num_ticks = 0
        self.has_given_way = False

    def tick(self, seconds: float) -> None:
        assert seconds > 0
        self.num_ticks += 1

    def give_way(self) -> None:
        self.has_given_way = True


def full_edge(*guests: Guest, metrics: Metrics | None = None) -> Edge:
    limits = EdgeLimits(connections=len(guests), head_seconds=0.1)
    edge = Edge(limits, metrics or Metrics())
    for guest in guests:
        assert edge.admit(guest, asyncio.get_running_loop()) is None
    return edge


@pytest.mark.anyio
async def test_the_connection_that_was_idle_for_longest_gives_way() -> None:
    guests = [Guest(0.0), Guest(2.0), Guest(3.0), Guest(0.5)]
    edge = full_edge(*guests)

    assert edge.admit(Guest(), asyncio.get_running_loop()) is None
    assert [guest.has_given_way for guest in guests] == [False, False, True, False]


@pytest.mark.anyio
async def test_where_all_are_busy_or_new_the_next_is_refused() -> None:
    metrics = Metrics()
    edge = full_edge(Guest(0.0), Guest(0.9), metrics=metrics)

    refusal = edge.admit(Guest(), asyncio.get_running_loop())
    assert refusal is not None
    assert refusal.problem.status == 503
    assert refusal.headers["Retry-After"] in {"1", "2", "3"}
    assert not edge.is_overrun()
    assert b"\nnomen_connections 3.0\n" in metrics.to_text()

    for _ in range(REFUSED_AT_ONCE):
        edge.admit(Guest(), asyncio.get_running_loop())
    assert edge.is_overrun()


@pytest.mark.anyio
async def test_retry_after_is_spread() -> None:
    edge = full_edge(Guest())
    assert len({edge.too_busy("bytes").headers["Retry-After"] for _ in range(9)}) == 3


@pytest.mark.anyio
async def test_the_clock_runs_while_there_are_connections() -> None:
    first, second = Guest(), Guest()
    edge = full_edge(first, second)
    await until(lambda: second.num_ticks > 1)
    edge.leave(first)
    edge.leave(first)
    ticks = first.num_ticks
    await until(lambda: second.num_ticks > ticks + 1)

    assert first.num_ticks == ticks
    edge.leave(second)
