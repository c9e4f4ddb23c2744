"""Dynamic batching: concurrent requests share forward passes.

All state belongs to the event loop, and one engine runs the forward passes. An idle engine gets the
waiting windows at once, without a timer. Under load, up to four quarter-size batches are in flight,
so the engine never idles; where the event loop is too busy for that, `depth` allows more. A
remainder smaller than a quarter is sent once nothing else is in flight. When a batch returns, the
next one is sent before the answers are made, so that the engine does not wait for them.
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from nomen.model.windows import Window
from nomen.service.engine.inference import Inference, InferenceResult
from nomen.service.errors import ClosedError
from nomen.service.scheduling.delivery import DeliveryRate
from nomen.service.scheduling.depth import PipelineDepth
from nomen.service.scheduling.queue import Job, JobQueue, QueuedWindow
from nomen.service.scheduling.room import QueueRoom
from nomen.service.telemetry.metrics import Metrics

PARTS = 4
"""In-flight batches that share the engine's tokens under load; see docs/experiments.md."""


@dataclass(frozen=True, slots=True, eq=False)
class InFlightBatch:
    """The windows that were sent to the engine at once; it runs them in one or more passes.

    Attributes:
        windows: The windows.
        num_tokens: Their tokens, context counted.
        started: When they were sent, in the monotonic clock's time.
    """

    windows: list[QueuedWindow]
    num_tokens: int
    started: float


class Scheduler:
    """Runs the windows of all requests through one engine.

    Args:
        inference: The engine; closed with the scheduler.
        queue_tokens: Most tokens in the queue.
        timeout_seconds: The longest time for a request.
        batch_tokens: Most tokens in flight; a longer window goes alone.
        metrics: Counts batches.

    Attributes:
        room: The room of the queue.
    """

    def __init__(
        self,
        inference: Inference,
        *,
        queue_tokens: int,
        timeout_seconds: float,
        batch_tokens: int,
        metrics: Metrics,
    ) -> None:
        self._inference = inference
        self._depth = PipelineDepth()
        self._batch_tokens = batch_tokens
        self._part = -(-batch_tokens // PARTS)
        self._metrics = metrics
        self._queue = JobQueue()
        self._rate = DeliveryRate()
        self.room = QueueRoom(
            self._queue,
            limit_tokens=queue_tokens,
            timeout_seconds=timeout_seconds,
            rate=self._rate,
        )
        self._loop = asyncio.get_running_loop()
        self._is_woken = self._is_closed = False
        self._in_flight: dict[InFlightBatch, asyncio.Future[InferenceResult]] = {}

    @property
    def num_tokens(self) -> int:
        """Tokens in the queue."""
        return self._queue.num_tokens

    @property
    def num_requests(self) -> int:
        """Requests in the queue."""
        return len(self._queue)

    @property
    def in_flight_seconds(self) -> float:
        """How long the oldest batch that the engine has is there already; 0 without one."""
        return max((time.monotonic() - batch.started for batch in self._in_flight), default=0.0)

    async def run(
        self,
        windows: Sequence[Window],
        readers: Sequence[int] = (),
        *,
        deadline: float,
        is_wanted: Callable[[], bool] = lambda: True,
    ) -> Job:
        """Run windows in batches with those of other requests; give the job once it is done.

        Cancelling the call removes the windows from the queue.

        Args:
            windows: Any number.
            readers: The index of the bundle that reads each; none is the first for all.
            deadline: In the event loop's time.
            is_wanted: Tells whether the client still waits; asked before its windows are sent.

        Raises:
            AbandonedError: When the client has left.
            QueueFullError: When the queue has no room.
            TimeoutError: When the deadline passes first.
            ClosedError: When the service closes first.
        """
        started = time.perf_counter()
        done = self._loop.create_future()
        job = Job(
            windows=windows, readers=readers, deadline=deadline, is_wanted=is_wanted, done=done
        )
        if not windows:
            done.set_result([])
            return job
        self.room.check(job.num_tokens)
        if self._is_closed:
            raise ClosedError
        self._queue.add(job)
        self._wake()
        try:
            await done
        finally:
            self._queue.discard(job)
            self.room.admit()
        job.queue_seconds = max(0.0, time.perf_counter() - started - job.forward_seconds)
        return job

    async def close(self) -> None:
        """Stop; waiting calls get a ClosedError."""
        self._is_closed = True
        in_flight = list(self._in_flight.values())
        for each in in_flight:
            each.cancel()
        if in_flight:
            await asyncio.wait(in_flight)
        for job in self._queue.drain():
            job.fail(ClosedError())
        self.room.close()
        await self._inference.close()

    def _wake(self) -> None:
        """Send batches once all requests of this turn of the event loop have come."""
        if not self._is_woken:
            self._is_woken = True
            self._loop.call_soon(self._send)

    def _send(self) -> None:
        """Send the engine as many batches as it has room for."""
        self._is_woken = False
        while not self._is_closed and (max_tokens := self._room()) > 0:
            windows = self._queue.take(max_tokens=max_tokens, now=self._loop.time())
            if not windows:
                return
            num_tokens = sum(queued.length for queued in windows)
            batch = InFlightBatch(windows, num_tokens, time.monotonic())
            readers = [queued.reader for queued in windows]
            result = self._inference.run(
                [queued.window.tokens for queued in windows], readers if any(readers) else ()
            )
            self._in_flight[batch] = result
            result.add_done_callback(partial(self._end, batch))

    def _room(self) -> int:
        """Give how many tokens may be sent now: a quarter where two of them wait, else all."""
        part = self._part
        if not self._in_flight:
            return part if self._queue.num_tokens >= 2 * part else self._batch_tokens
        num_in_flight = sum(batch.num_tokens for batch in self._in_flight)
        is_full = num_in_flight + part > self._batch_tokens * self._depth.value
        return 0 if is_full or self._queue.num_tokens < part else part

    def _end(self, batch: InFlightBatch, result: "asyncio.Future[InferenceResult]") -> None:
        del self._in_flight[batch]
        is_part = batch.num_tokens <= self._part
        self._depth.observe(
            ran_dry=is_part and not self._in_flight and self._queue.num_tokens >= self._part
        )
        error = ClosedError() if result.cancelled() else result.exception()
        jobs = {queued.job for queued in batch.windows}
        if error is not None:
            for job in jobs:
                self._queue.discard(job)
                job.fail(error)
        self._send()  # before the answers are made, see above
        if error is None:
            self._rate.observe(
                sum(queued.window.num_kept for queued in batch.windows),
                now=time.monotonic(),
                is_waiting=len(self._queue) > 0,
            )
        self.room.admit()
        if error is None:
            self._deliver(batch, result.result(), jobs)

    def _deliver(self, batch: InFlightBatch, result: InferenceResult, jobs: set[Job]) -> None:
        for job in jobs:
            job.forward_seconds += result.seconds
        for queued, output in zip(batch.windows, result.outputs, strict=True):
            queued.job.receive(queued.position, output)
        self._metrics.out_of_memory.inc(result.num_lowered)
        for each in result.batches:
            self._metrics.observe_batch(
                num_documents=each.num_documents,
                num_tokens=each.num_tokens,
                num_padded=each.num_padded,
            )
