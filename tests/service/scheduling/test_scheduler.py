import asyncio
import random
import threading
from collections import deque
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest

from nomen.model.windows import WindowProbabilities
from nomen.service.engine.inference import (
    Forward,
    Inference,
    InferenceResult,
    InferenceThread,
    Sentences,
)
from nomen.service.errors import AbandonedError, ClosedError, QueueFullError
from nomen.service.scheduling.scheduler import Scheduler
from nomen.service.telemetry.metrics import Metrics
from tests.service.scheduling.windows import forward_numbers, window, windows
from tests.waiting import turns, until


class Gate:
    """An engine that waits to be let through, and remembers its batches."""

    def __init__(self) -> None:
        self.batches: list[int] = []
        self.entered = threading.Event()
        self.open = threading.Event()

    def forward(self, batch: Sequence[Sequence[str]]) -> list[WindowProbabilities]:
        self.batches.append(len(batch))
        self.entered.set()
        assert self.open.wait(10)
        return [forward_numbers([["0"]])[0] for _ in batch]


class Recorder:
    """An inference that answers when it is told to."""

    is_alive = True

    def __init__(self) -> None:
        self.sent: list[int] = []
        self._waiting: deque[asyncio.Future[InferenceResult]] = deque()
        self._outputs: deque[InferenceResult] = deque()

    def run(
        self,
        sentences: Sentences,
        readers: Sequence[int] = (),  # noqa: ARG002  # as Inference has it
    ) -> asyncio.Future[InferenceResult]:
        self.sent.append(len(sentences))
        outputs = [forward_numbers([["0"]])[0] for _ in sentences]
        self._outputs.append(InferenceResult(outputs, [], 0.001))
        self._waiting.append(asyncio.get_running_loop().create_future())
        return self._waiting[-1]

    def answer(self) -> None:
        self._waiting.popleft().set_result(self._outputs.popleft())

    async def close(self) -> None:
        pass


def scheduler_of(inference: Inference, *, queue_tokens: int) -> Scheduler:
    return Scheduler(
        inference,
        queue_tokens=queue_tokens,
        timeout_seconds=60,
        batch_tokens=100,
        metrics=Metrics(),
    )


@asynccontextmanager
async def running(forward: Forward, *, queue_tokens: int = 1000) -> AsyncIterator[Scheduler]:
    thread = InferenceThread(forward, batch_tokens=100)
    scheduler = scheduler_of(thread, queue_tokens=queue_tokens)
    try:
        yield scheduler
    finally:
        await scheduler.close()


def soon(seconds: float = 10) -> float:
    return asyncio.get_running_loop().time() + seconds


@pytest.mark.anyio
async def test_c2_answers_never_cross() -> None:
    rng = random.Random(7)  # no secret

    async def ask(scheduler: Scheduler, marker: int) -> None:
        own = [window(*[str(marker)] * rng.randint(1, 30)) for _ in range(rng.randint(1, 3))]
        outputs = (await scheduler.run(own, deadline=soon())).done.result()
        assert [len(o.name) for o in outputs] == [len(w.tokens) for w in own]
        assert {float(p) for o in outputs for p in o.name} == {float(marker)}

    async with (
        running(forward_numbers, queue_tokens=1_000_000) as scheduler,
        asyncio.TaskGroup() as group,
    ):
        tasks = [group.create_task(ask(scheduler, marker)) for marker in range(2000)]
        await turns()
        for task in tasks[::10]:
            task.cancel()
    assert sum(task.cancelled() for task in tasks) == 200


@pytest.mark.anyio
async def test_what_waits_while_the_engine_is_busy_shares_a_pass() -> None:
    gate = Gate()
    async with running(gate.forward) as scheduler, asyncio.TaskGroup() as group:
        group.create_task(scheduler.run(windows(5), deadline=soon()))
        await until(gate.entered.is_set)
        for _ in range(4):
            group.create_task(scheduler.run(windows(5), deadline=soon()))
        await turns()
        gate.open.set()
    assert gate.batches == [1, 4]


@pytest.mark.anyio
async def test_a_busy_engine_has_the_next_parts_at_hand() -> None:
    inference = Recorder()
    scheduler = scheduler_of(inference, queue_tokens=1000)
    async with asyncio.TaskGroup() as group:
        for _ in range(24):
            group.create_task(scheduler.run(windows(5), deadline=soon()))
        await until(lambda: inference.sent == [5, 5, 5, 5])
        for _ in range(4):
            assert inference.sent == [5, 5, 5, 5]  # less than a part waits until nothing runs
            inference.answer()
            await turns(3)
        assert inference.sent == [5, 5, 5, 5, 4]
        inference.answer()
    await scheduler.close()


@pytest.mark.anyio
async def test_l4_a_small_request_waits_for_what_is_in_flight_and_no_more() -> None:
    inference = Recorder()
    scheduler = scheduler_of(inference, queue_tokens=10_000)
    large = asyncio.create_task(scheduler.run(windows(*[25] * 300), deadline=soon()))
    await until(lambda: inference.sent == [1, 1, 1, 1])  # 100 tokens

    small = asyncio.create_task(scheduler.run(windows(5), deadline=soon()))
    for _ in range(4):
        await turns(3)
        assert not small.done()
        inference.answer()
    await turns(3)
    inference.answer()
    await turns(3)

    assert (small.done(), large.done(), len(inference.sent)) == (True, False, 9)
    large.cancel()
    await scheduler.close()


@pytest.mark.anyio
async def test_what_waits_is_sent_before_what_is_done_is_answered() -> None:
    inference = Recorder()
    scheduler = scheduler_of(inference, queue_tokens=1000)
    sent_when_answered: list[list[int]] = []

    async def ask() -> None:
        await scheduler.run(windows(5), deadline=soon())
        sent_when_answered.append([*inference.sent])

    async with asyncio.TaskGroup() as group:
        for _ in range(3):
            group.create_task(ask())
            await turns(3)
        inference.answer()
        await until(lambda: inference.sent == [1, 2])
        inference.answer()
    assert sent_when_answered == [[1, 2]] * 3
    await scheduler.close()


@pytest.mark.anyio
async def test_a_long_window_is_alone_with_the_engine() -> None:
    inference = Recorder()
    scheduler = scheduler_of(inference, queue_tokens=1000)
    async with asyncio.TaskGroup() as group:
        group.create_task(scheduler.run(windows(90), deadline=soon()))
        await until(lambda: inference.sent == [1])
        group.create_task(scheduler.run(windows(*[5] * 9), deadline=soon()))
        await turns(3)
        assert inference.sent == [1]
        inference.answer()
        await until(lambda: inference.sent == [1, 9])
        inference.answer()
    await scheduler.close()


@pytest.mark.anyio
async def test_no_windows_need_no_engine() -> None:
    gate = Gate()
    async with running(gate.forward) as scheduler:
        job = await scheduler.run([], deadline=soon())

    assert (job.done.result(), job.queue_seconds, job.forward_seconds) == ([], 0.0, 0.0)
    assert gate.batches == []


@pytest.mark.anyio
async def test_a_full_queue_refuses_with_a_time_to_come_back() -> None:
    gate = Gate()
    async with running(gate.forward, queue_tokens=10) as scheduler, asyncio.TaskGroup() as group:
        group.create_task(scheduler.run(windows(5), deadline=soon()))
        await until(gate.entered.is_set)
        group.create_task(scheduler.run(windows(8), deadline=soon()))
        await turns()
        with pytest.raises(QueueFullError) as caught:
            await scheduler.run(windows(5), deadline=soon())
        with pytest.raises(QueueFullError), scheduler.room.reserve(3):
            pass
        gate.open.set()
    assert 1 <= caught.value.retry_after_seconds <= 60


@pytest.mark.anyio
async def test_a_reservation_holds_room_until_it_ends() -> None:
    async with running(forward_numbers, queue_tokens=10) as scheduler:
        with scheduler.room.reserve(1_000_000), pytest.raises(QueueFullError):
            await scheduler.run([window("1")], deadline=soon())
        await scheduler.run([window("1")], deadline=soon())


@pytest.mark.parametrize("way", ["cancelled", "late", "gone"])
@pytest.mark.anyio
async def test_what_nobody_waits_for_does_not_reach_the_engine(way: str) -> None:
    gate = Gate()
    async with running(gate.forward) as scheduler, asyncio.TaskGroup() as group:
        group.create_task(scheduler.run(windows(5), deadline=soon()))
        await until(gate.entered.is_set)
        deadline = soon(0 if way == "late" else 10)
        task = asyncio.create_task(
            scheduler.run(windows(5), deadline=deadline, is_wanted=lambda: way != "gone")
        )
        await turns()
        if way == "cancelled":
            task.cancel()
        gate.open.set()
        with pytest.raises((asyncio.CancelledError, TimeoutError, AbandonedError)):
            await task
    assert gate.batches == [1]


@pytest.mark.anyio
async def test_a_failing_pass_fails_its_requests_and_no_other() -> None:
    def forward(batch: Sequence[Sequence[str]]) -> list[WindowProbabilities]:
        if batch[0][0] == "bad":
            raise ValueError("broken")
        return forward_numbers(batch)

    async with running(forward) as scheduler:
        with pytest.raises(ValueError, match="broken"):
            await scheduler.run([window("bad")], deadline=soon())
        job = await scheduler.run([window("1")], deadline=soon())
        assert job.outputs[0].name == [1.0]


@pytest.mark.anyio
async def test_closing_tells_all_who_wait() -> None:
    gate = Gate()
    async with running(gate.forward) as scheduler:
        tasks = [asyncio.create_task(scheduler.run(windows(90), deadline=soon())) for _ in "ab"]
        await until(gate.entered.is_set)
        await scheduler.close()
        results = await asyncio.gather(*tasks, return_exceptions=True)
        with pytest.raises(ClosedError):
            await scheduler.run(windows(1), deadline=soon())
        gate.open.set()
    assert [type(result) for result in results] == [ClosedError, ClosedError]


@pytest.mark.anyio
async def test_it_tells_what_waits_and_for_how_long_the_engine_works() -> None:
    gate = Gate()
    async with running(gate.forward) as scheduler, asyncio.TaskGroup() as group:
        assert scheduler.in_flight_seconds == 0
        group.create_task(scheduler.run(windows(5), deadline=soon()))
        await until(gate.entered.is_set)
        group.create_task(scheduler.run(windows(5), deadline=soon()))
        await turns()

        assert scheduler.in_flight_seconds > 0
        assert (scheduler.num_tokens, scheduler.num_requests) == (5, 1)
        gate.open.set()


@pytest.mark.anyio
async def test_those_who_wait_for_room_get_it_in_their_order() -> None:
    admitted: list[int] = []

    async def wait(scheduler: Scheduler, num_tokens: int) -> None:
        await scheduler.room.wait(num_tokens)
        admitted.append(num_tokens)

    async with running(forward_numbers, queue_tokens=10) as scheduler, asyncio.TaskGroup() as group:
        await wait(scheduler, 100)  # more than there can be: an empty queue will do
        with scheduler.room.reserve(8):
            for num_tokens in (7, 2, 3):
                waiting = group.create_task(wait(scheduler, num_tokens))
                if num_tokens == 2:
                    waiting.cancel()
            await turns(3)
            assert admitted == [100]

    assert admitted == [100, 7, 3]


@pytest.mark.anyio
async def test_closing_ends_the_wait_for_room() -> None:
    async with running(forward_numbers, queue_tokens=10) as scheduler:
        with scheduler.room.reserve(10):
            waiting = asyncio.create_task(scheduler.room.wait(1))
            await turns()
            await scheduler.close()
            with pytest.raises(ClosedError):
                await waiting
