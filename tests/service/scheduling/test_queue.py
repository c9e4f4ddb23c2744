import asyncio
import math
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nomen.service.scheduling.queue import Job, JobQueue, QueuedWindow
from tests.service.scheduling.windows import forward_numbers, window, windows


@pytest.fixture(scope="module")
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    new = asyncio.new_event_loop()
    yield new
    new.close()


def make_job(loop: asyncio.AbstractEventLoop, *lengths: int, deadline: float = math.inf) -> Job:
    return Job(windows=windows(*lengths), deadline=deadline, done=loop.create_future())


def take(queue: JobQueue, batch_tokens: int = 100, *, now: float = 0) -> list[QueuedWindow]:
    return queue.take(max_tokens=batch_tokens, now=now)


def test_an_empty_queue_gives_no_batch() -> None:
    assert take(JobQueue()) == []


def test_jobs_take_turns(loop: asyncio.AbstractEventLoop) -> None:
    queue = JobQueue()
    first, second = make_job(loop, 10, 10), make_job(loop, 12)
    queue.add(first)
    queue.add(second)

    batch = take(queue)

    assert batch == [QueuedWindow(first, 0), QueuedWindow(second, 0), QueuedWindow(first, 1)]
    assert (len(queue), queue.num_tokens) == (0, 0)


def test_no_more_is_taken_than_fits(loop: asyncio.AbstractEventLoop) -> None:
    queue = JobQueue()
    queue.add(make_job(loop, *[20] * 9))

    assert len(take(queue)) == 5
    assert queue.num_tokens == 4 * 20


def test_c4_a_window_longer_than_the_budget_goes_alone(loop: asyncio.AbstractEventLoop) -> None:
    queue = JobQueue()
    queue.add(make_job(loop, 300, 300))

    assert [queued.length for queued in take(queue)] == [300]


def test_l4_a_short_job_waits_for_one_batch_of_a_long_one(loop: asyncio.AbstractEventLoop) -> None:
    queue = JobQueue()
    long, short = make_job(loop, *[100] * 50), make_job(loop, 5)
    queue.add(long)
    assert [queued.job for queued in take(queue)] == [long]
    queue.add(short)

    assert [queued.job for queued in take(queue)] == [short]
    assert [queued.job for queued in take(queue)] == [long]


def test_short_jobs_overtake_longer_ones_that_came_first(loop: asyncio.AbstractEventLoop) -> None:
    queue = JobQueue()
    lengths = [60, 30, 5, 40]
    for length in lengths:
        queue.add(make_job(loop, length))

    assert [queued.length for queued in take(queue, 1000)] == sorted(lengths)


def test_l4_jobs_of_many_windows_share_the_engine_alike(loop: asyncio.AbstractEventLoop) -> None:
    queue = JobQueue()
    fine, coarse = make_job(loop, *[10] * 100), make_job(loop, *[90] * 11)
    queue.add(coarse)
    queue.add(fine)

    taken = take(queue, 900)

    tokens = [sum(t.length for t in taken if t.job is job) for job in (fine, coarse)]
    assert tokens == [450, 450]


def test_l4_a_long_job_keeps_up_with_a_stream_of_short_ones(
    loop: asyncio.AbstractEventLoop,
) -> None:
    queue = JobQueue()
    long = make_job(loop, *[100] * 50)
    queue.add(long)

    tokens = {True: 0, False: 0}
    for _ in range(60):
        if len(queue) == 1:
            queue.add(make_job(loop, 30))
        (queued,) = take(queue)[:1]
        tokens[queued.job is long] += queued.length
        assert abs(tokens[True] - tokens[False]) < 200


@pytest.mark.parametrize("deadline", [0, -1])
def test_what_is_late_is_not_run(loop: asyncio.AbstractEventLoop, deadline: float) -> None:
    queue = JobQueue()
    late = make_job(loop, 5, deadline=deadline)
    queue.add(late)

    assert take(queue) == []
    assert isinstance(late.done.exception(), TimeoutError)
    assert queue.num_tokens == 0


def test_what_nobody_waits_for_is_not_run(loop: asyncio.AbstractEventLoop) -> None:
    queue = JobQueue()
    gone = make_job(loop, 5)
    queue.add(gone)
    gone.done.cancel()

    assert take(queue) == []


def test_a_job_ends_with_its_last_window_in_order(loop: asyncio.AbstractEventLoop) -> None:
    job = Job(windows=[window("0.1"), window("0.2")], deadline=math.inf, done=loop.create_future())
    first, second = forward_numbers([["0.1"], ["0.2"]])

    job.receive(1, second)
    assert not job.done.done()
    job.receive(0, first)

    assert job.done.result() == [first, second]


def test_drain_takes_all(loop: asyncio.AbstractEventLoop) -> None:
    queue = JobQueue()
    job = make_job(loop, 5)
    queue.add(job)

    assert queue.drain() == [job]
    assert (len(queue), queue.num_tokens) == (0, 0)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.lists(st.integers(1, 60), min_size=1, max_size=8), min_size=1, max_size=12),
    st.integers(1, 200),
)
def test_every_window_runs_once_and_no_batch_is_too_large(
    loop: asyncio.AbstractEventLoop, lengths: list[list[int]], batch_tokens: int
) -> None:
    queue = JobQueue()
    jobs = [make_job(loop, *own) for own in lengths]
    for job in jobs:
        queue.add(job)

    batches = []
    while batch := take(queue, batch_tokens):
        batches.append(batch)

    ran = [queued for batch in batches for queued in batch]
    assert len(ran) == len(set(ran)) == sum(map(len, lengths))
    assert queue.num_tokens == len(queue) == 0
    for batch in batches:
        assert sum(queued.length for queued in batch) <= batch_tokens or len(batch) == 1
