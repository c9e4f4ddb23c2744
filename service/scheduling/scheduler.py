"""Dynamic batching: concurrent requests share forward passes; knows no text and no HTTP.

All state belongs to the event loop; one engine runs forward passes. What waits when it becomes free
is taken up to a number of tokens, sorted by length and run in batches with little padding: no
timer, so that an idle service answers at once and a busy one makes full batches. A busy one sends
it in parts: while the engine runs one, the next ones wait there, not here. What is less than a part
goes when nothing runs, before those that are done are answered, or the engine would wait for that.
"""

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from nomen.model.documents import Window, WindowProbabilities
from nomen.service.engine.inference import Inference, Inferred
from nomen.service.errors import ClosedError, QueueFullError
from nomen.service.scheduling.queue import Job, JobQueue, Ticket
from nomen.service.telemetry.metrics import Metrics

FIRST_TOKENS_PER_SECOND = 10_000.0
"""A guess, for the first Retry-After, of what is measured afterwards."""
SMOOTHING = 0.1
PARTS = 4
"""What the engine may have at once is sent in so many parts; see docs/experiments.md."""
RETRY_AFTER_SECONDS = (1.0, 60.0)


class Forwarded(NamedTuple):
    """What became of a request's windows."""

    outputs: list[WindowProbabilities]
    queue_seconds: float
    forward_seconds: float


class Scheduler:
    """Runs windows through one engine.

    Args:
        inference: Runs what was taken; closed with the scheduler.
        queue_tokens: Most tokens that wait.
        batch_tokens: Most tokens that the engine has at once; a longer window goes alone.
        stuck_seconds: What was taken counts as stuck when it takes longer.
        metrics: What the batches and the queue are told to.
    """

    def __init__(
        self,
        inference: Inference,
        *,
        queue_tokens: int,
        batch_tokens: int,
        stuck_seconds: float,
        metrics: Metrics,
    ) -> None:
        self._inference = inference
        self._queue_tokens = queue_tokens
        self._batch_tokens = batch_tokens
        self._stuck_seconds = stuck_seconds
        self._metrics = metrics
        self._queue = JobQueue()
        self._num_reserved_tokens = 0
        self._tokens_per_second = FIRST_TOKENS_PER_SECOND
        self._loop = asyncio.get_running_loop()
        self._is_woken = self._is_closed = False
        self._running: dict[_Take, asyncio.Future[Inferred]] = {}
        metrics.watch_queue(
            tokens=lambda: self._queue.num_tokens,
            requests=lambda: len(self._queue),
            limit_tokens=queue_tokens,
        )

    @property
    def is_alive(self) -> bool:
        """Whether forward passes are run and end; being busy is being alive."""
        longest = max((time.monotonic() - take.started for take in self._running), default=0)
        return longest <= self._stuck_seconds and not self._is_closed and self._inference.is_alive

    @contextmanager
    def reserve(self, num_tokens: int) -> Iterator[None]:
        """Hold room in the queue while a document's tokens are found.

        Args:
            num_tokens: How many these will be, about.

        Raises:
            QueueFullError: When there is no room.
        """
        num_tokens = min(num_tokens, self._queue_tokens)
        self._check_room(num_tokens)
        self._num_reserved_tokens += num_tokens
        try:
            yield
        finally:
            self._num_reserved_tokens -= num_tokens

    async def run(
        self,
        windows: Sequence[Window],
        *,
        deadline: float,
        is_wanted: Callable[[], bool] = lambda: True,
    ) -> Forwarded:
        """Run windows, in batches with those of others; a cancelled call leaves the queue.

        Args:
            windows: Any number.
            deadline: In the event loop's time.
            is_wanted: Tells, before windows are run, whether somebody still waits.

        Raises:
            AbandonedError: When nobody does.
            QueueFullError: When they find no room.
            TimeoutError: When the deadline passes first.
            ClosedError: When the service closes first.
        """
        if not windows:
            return Forwarded([], 0.0, 0.0)
        started = time.perf_counter()
        done = self._loop.create_future()
        job = Job(windows=windows, deadline=deadline, is_wanted=is_wanted, done=done)
        self._check_room(job.num_tokens)
        if self._is_closed:
            raise ClosedError
        self._queue.add(job)
        self._wake()
        try:
            outputs = await done
        finally:
            self._queue.discard(job)
        queue_seconds = time.perf_counter() - started - job.forward_seconds
        return Forwarded(outputs, max(0.0, queue_seconds), job.forward_seconds)

    async def close(self) -> None:
        """Stop; who still waits gets a ClosedError."""
        self._is_closed = True
        running = list(self._running.values())
        for each in running:
            each.cancel()
        if running:
            await asyncio.wait(running)
        for job in self._queue.drain():
            job.fail(ClosedError())
        await self._inference.close()

    def _check_room(self, num_tokens: int) -> None:
        waiting = self._queue.num_tokens + self._num_reserved_tokens
        if waiting + num_tokens > self._queue_tokens:
            low, high = RETRY_AFTER_SECONDS
            seconds = min(high, max(low, waiting / self._tokens_per_second))
            raise QueueFullError(retry_after_seconds=seconds)

    def _wake(self) -> None:
        """Look at the queue once all that came in this turn of the event loop is in it."""
        if not self._is_woken:
            self._is_woken = True
            self._loop.call_soon(self._send)

    def _send(self) -> None:
        """Give the engine what it may have."""
        self._is_woken = False
        while not self._is_closed and (max_tokens := self._room()) > 0:
            tickets = self._queue.take(max_tokens=max_tokens, now=self._loop.time())
            if not tickets:
                return
            take = _Take(tickets, sum(ticket.length for ticket in tickets), time.monotonic())
            running = self._inference.run([ticket.window for ticket in tickets])
            self._running[take] = running
            running.add_done_callback(partial(self._end, take))

    def _room(self) -> int:
        """Give how many tokens may be sent now: a part where there are two, else all."""
        part = -(-self._batch_tokens // PARTS)
        if not self._running:
            return part if self._queue.num_tokens >= 2 * part else self._batch_tokens
        is_full = self._num_running_tokens() + part > self._batch_tokens
        return 0 if is_full or self._queue.num_tokens < part else part

    def _num_running_tokens(self) -> int:
        return sum(take.num_tokens for take in self._running)

    def _end(self, take: "_Take", running: "asyncio.Future[Inferred]") -> None:
        del self._running[take]
        error = ClosedError() if running.cancelled() else running.exception()
        jobs = {ticket.job for ticket in take.tickets}
        if error is not None:
            for job in jobs:
                self._queue.discard(job)
                job.fail(error)
        self._send()  # before the answers are made, or the engine would wait for them
        if error is None:
            self._deliver(take, running.result(), jobs)

    def _deliver(self, take: "_Take", found: Inferred, jobs: set[Job]) -> None:
        for job in jobs:
            job.forward_seconds += found.seconds
        for ticket, output in zip(take.tickets, found.outputs, strict=True):
            ticket.job.receive(ticket.row, output)
        for done in found.passes:
            self._metrics.observe_batch(
                num_documents=done.num_documents,
                num_tokens=done.num_tokens,
                num_padded=done.num_padded,
            )
        tokens_per_second = take.num_tokens / max(found.seconds, 1e-6)
        self._tokens_per_second += SMOOTHING * (tokens_per_second - self._tokens_per_second)


@dataclass(frozen=True, slots=True, eq=False)
class _Take:
    """What the engine was given together."""

    tickets: list[Ticket]
    num_tokens: int
    started: float
