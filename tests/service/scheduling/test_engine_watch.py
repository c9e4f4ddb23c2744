import asyncio
from collections import deque
from collections.abc import Callable, Sequence

import pytest

from nomen.service.engine.inference import InferenceResult, Sentences
from nomen.service.errors import EngineError
from nomen.service.scheduling.engine_watch import EngineWatch
from nomen.service.scheduling.scheduler import Scheduler
from nomen.service.telemetry.metrics import Metrics
from tests.service.scheduling.windows import forward_numbers, windows
from tests.waiting import turns, until

pytestmark = pytest.mark.anyio


class FakeEngine:
    """Answers at once, or keeps what it was sent while it is frozen."""

    def __init__(self) -> None:
        self.is_alive = True
        self.is_frozen = False
        self.fails = False
        self.num_calls = 0
        self._kept: deque[Callable[[], None]] = deque()

    def run(
        self,
        sentences: Sentences,
        readers: Sequence[int] = (),  # noqa: ARG002  # as Inference has it
    ) -> asyncio.Future[InferenceResult]:
        self.num_calls += 1
        found: asyncio.Future[InferenceResult] = asyncio.get_running_loop().create_future()

        def answer() -> None:
            if found.cancelled():
                return
            if self.fails:
                found.set_exception(EngineError("failed"))
                return
            outputs = forward_numbers([["0"] for _ in sentences])
            found.set_result(InferenceResult(outputs, [], 0.001))

        self._kept.append(answer)
        if not self.is_frozen:
            self.thaw()
        return found

    def thaw(self) -> None:
        self.is_frozen = False
        while self._kept:
            self._kept.popleft()()

    async def close(self) -> None:
        pass


def watched(engine: FakeEngine, *, stuck_seconds: float) -> tuple[EngineWatch, Scheduler]:
    scheduler = Scheduler(
        engine, queue_tokens=100, timeout_seconds=30, batch_tokens=100, metrics=Metrics()
    )
    return EngineWatch(engine, scheduler, stuck_seconds=stuck_seconds), scheduler


async def test_d6_a_frozen_engine_is_found_though_there_is_nothing_to_do() -> None:
    engine = FakeEngine()
    watch, _ = watched(engine, stuck_seconds=0.1)
    stuck = asyncio.create_task(watch.until_stuck())
    await until(lambda: engine.num_calls > 3)
    assert watch.is_alive

    engine.is_frozen = True

    await stuck
    assert not watch.is_alive


async def test_d6_an_engine_that_does_not_answer_is_stuck_and_a_busy_one_is_not() -> None:
    engine = FakeEngine()
    engine.is_frozen = True
    (patient, scheduler), (strict, other) = (
        watched(engine, stuck_seconds=60),
        watched(engine, stuck_seconds=0.05),
    )
    async with asyncio.TaskGroup() as group:
        for each in (scheduler, other):
            deadline = asyncio.get_running_loop().time() + 10
            group.create_task(each.run(windows(1), deadline=deadline))
        await turns(3)

        await strict.until_stuck()

        assert patient.is_alive
        assert not strict.is_alive
        engine.thaw()


async def test_one_that_answers_before_the_second_look_is_not_stuck() -> None:
    engine = FakeEngine()
    watch, _ = watched(engine, stuck_seconds=0.2)
    stuck = asyncio.create_task(watch.until_stuck())
    await until(lambda: engine.num_calls > 0)

    engine.is_frozen = True
    await until(lambda: not watch.is_alive)
    engine.thaw()
    num_calls = engine.num_calls
    await until(lambda: engine.num_calls > num_calls + 2)

    assert watch.is_alive
    assert not stuck.done()
    stuck.cancel()


async def test_a_failed_heartbeat_is_a_sign_of_life() -> None:
    engine = FakeEngine()
    engine.fails = True
    watch, _ = watched(engine, stuck_seconds=0.1)
    stuck = asyncio.create_task(watch.until_stuck())

    await until(lambda: engine.num_calls > 12)

    assert not stuck.done()
    stuck.cancel()


async def test_an_engine_that_has_ended_gets_no_heartbeat() -> None:
    engine = FakeEngine()
    engine.is_alive = False
    watch, _ = watched(engine, stuck_seconds=0.1)

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await watch.until_stuck()

    assert (engine.num_calls, watch.is_alive) == (0, False)
