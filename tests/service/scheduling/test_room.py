import pytest

from nomen.service.errors import QueueFullError
from nomen.service.scheduling.delivery import DeliveryRate
from nomen.service.scheduling.queue import JobQueue
from nomen.service.scheduling.room import QueueRoom


def room_of(*, limit_tokens: int = 100_000, tokens_per_second: int | None = None) -> QueueRoom:
    rate = DeliveryRate()
    if tokens_per_second is not None:
        for second in range(10):
            rate.observe(tokens_per_second, now=second, is_waiting=True)
    return QueueRoom(JobQueue(), limit_tokens=limit_tokens, timeout_seconds=30, rate=rate)


def refusals(room: QueueRoom, number: int) -> list[float]:
    found = []
    for _ in range(number):
        with pytest.raises(QueueFullError) as caught:
            room.check(1)
        found.append(caught.value.retry_after_seconds)
    return found


def test_what_would_wait_longer_than_half_the_timeout_is_refused() -> None:
    room = room_of(tokens_per_second=1000)
    with room.reserve(14_000):
        assert room.has(1_000)
        assert not room.has(1_001)


def test_an_empty_queue_takes_what_the_limit_allows_however_slow_the_machine() -> None:
    room = room_of(limit_tokens=100_000, tokens_per_second=10)
    assert room.has(100_000)
    assert not room.has(100_001)


def test_retry_after_is_the_time_in_which_what_waits_is_delivered() -> None:
    room = room_of(limit_tokens=10_000, tokens_per_second=1000)
    with room.reserve(10_000):
        seconds = refusals(room, 200)
    assert min(seconds) >= 5
    assert max(seconds) <= 15
    assert sum(seconds) / len(seconds) == pytest.approx(10, rel=0.1)


def test_those_who_are_refused_together_do_not_come_back_together() -> None:
    room = room_of(limit_tokens=10_000, tokens_per_second=1000)
    with room.reserve(10_000):
        assert len({round(seconds) for seconds in refusals(room, 100)}) > 5
