"""Dynamic batching: concurrent requests share forward passes; knows no text and no HTTP.

All state belongs to the event loop; one inference thread runs forward passes. What waits when the
thread becomes free is taken up to a number of tokens, sorted by length and run in batches with
little padding: no timer, so that an idle service answers at once and a busy one makes full batches.
"""

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import NamedTuple

from model.batching import run_in_batches
from model.tagger import Window, WindowProbabilities
from service.errors import ClosedError, QueueFullError
from service.job_queue import Job, JobQueue, Ticket
from service.metrics import Metrics

Forward = Callable[[Sequence[Window]], list[WindowProbabilities]]

FIRST_TOKENS_PER_SECOND = 10_000.0
"""A guess, for the first Retry-After, of what is measured afterwards."""
SMOOTHING = 0.1
RETRY_AFTER_SECONDS = (1.0, 60.0)


class Forwarded(NamedTuple):
    """What became of a request's windows."""

    outputs: list[WindowProbabilities]
    queue_seconds: float
    forward_seconds: float


class Scheduler:
    """Runs windows through one engine.

    Args:
        forward: Runs one padded batch; called in the inference thread alone.
        queue_tokens: Most tokens that wait.
        batch_tokens: Most tokens taken from the queue at once, and of a batch with its padding.
        stuck_seconds: What was taken counts as stuck when it takes longer.
        metrics: What the batches and the queue are told to.
    """

    def __init__(
        self,
        forward: Forward,
        *,
        queue_tokens: int,
        batch_tokens: int,
        stuck_seconds: float,
        metrics: Metrics,
    ) -> None:
        self._forward = forward
        self._queue_tokens = queue_tokens
        self._batch_tokens = batch_tokens
        self._stuck_seconds = stuck_seconds
        self._metrics = metrics
        self._queue = JobQueue()
        self._num_reserved_tokens = 0
        self._tokens_per_second = FIRST_TOKENS_PER_SECOND
        self._arrived = asyncio.Event()
        self._busy_since: float | None = None
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="inference")
        self._dispatcher = asyncio.create_task(self._dispatch(), name="dispatcher")
        metrics.watch_queue(
            tokens=lambda: self._queue.num_tokens,
            requests=lambda: len(self._queue),
            limit_tokens=queue_tokens,
        )

    @property
    def is_alive(self) -> bool:
        """Whether forward passes are run and end; being busy is being alive."""
        busy_since = self._busy_since
        is_stuck = busy_since is not None and time.monotonic() - busy_since > self._stuck_seconds
        return not is_stuck and not self._dispatcher.done()

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

    async def run(self, windows: Sequence[Window], *, deadline: float) -> Forwarded:
        """Run windows, in batches with those of others; a cancelled call leaves the queue.

        Args:
            windows: Any number.
            deadline: In the event loop's time.

        Raises:
            QueueFullError: When they find no room.
            TimeoutError: When the deadline passes first.
            ClosedError: When the service closes first.
        """
        if not windows:
            return Forwarded([], 0.0, 0.0)
        started = time.perf_counter()
        done = asyncio.get_running_loop().create_future()
        job = Job(windows=windows, deadline=deadline, done=done)
        self._check_room(job.num_tokens)
        if self._dispatcher.done():
            raise ClosedError
        self._queue.add(job)
        self._arrived.set()
        try:
            outputs = await done
        finally:
            self._queue.discard(job)
        queue_seconds = time.perf_counter() - started - job.forward_seconds
        return Forwarded(outputs, max(0.0, queue_seconds), job.forward_seconds)

    async def close(self) -> None:
        """Stop; who still waits gets a ClosedError."""
        self._dispatcher.cancel()
        await asyncio.wait({self._dispatcher})
        for job in self._queue.drain():
            job.fail(ClosedError())
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _check_room(self, num_tokens: int) -> None:
        waiting = self._queue.num_tokens + self._num_reserved_tokens
        if waiting + num_tokens > self._queue_tokens:
            low, high = RETRY_AFTER_SECONDS
            seconds = min(high, max(low, waiting / self._tokens_per_second))
            raise QueueFullError(retry_after_seconds=seconds)

    async def _dispatch(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await self._arrived.wait()
            taken = self._queue.take(max_tokens=self._batch_tokens, now=loop.time())
            if taken:
                await self._run_taken(taken)
            else:
                self._arrived.clear()

    async def _run_taken(self, taken: list[Ticket]) -> None:
        windows = [ticket.window for ticket in taken]
        jobs = {ticket.job for ticket in taken}
        started = self._busy_since = time.monotonic()
        loop = asyncio.get_running_loop()
        future = loop.run_in_executor(self._thread, self._run_windows, windows)
        try:
            await asyncio.wait({future})
        except asyncio.CancelledError:
            for job in jobs:
                job.fail(ClosedError())
            raise
        self._busy_since = None
        seconds = time.monotonic() - started
        for job in jobs:
            job.forward_seconds += seconds
        error = future.exception()
        if error is not None:
            for job in jobs:
                self._queue.discard(job)
                job.fail(error)
            return
        for ticket, output in zip(taken, future.result(), strict=True):
            ticket.job.receive(ticket.row, output)
        tokens_per_second = sum(ticket.length for ticket in taken) / max(seconds, 1e-6)
        self._tokens_per_second += SMOOTHING * (tokens_per_second - self._tokens_per_second)

    def _run_windows(self, windows: Sequence[Window]) -> list[WindowProbabilities]:
        """Run windows in batches of like length; in the inference thread."""
        return run_in_batches(windows, self._run_batch, batch_tokens=self._batch_tokens)

    def _run_batch(self, batch: list[Window]) -> list[WindowProbabilities]:
        lengths = [len(window.tokens) for window in batch]
        self._metrics.observe_batch(
            num_documents=len(batch), num_tokens=sum(lengths), num_padded=max(lengths) * len(batch)
        )
        return self._forward(batch)
