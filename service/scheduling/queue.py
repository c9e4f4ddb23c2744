"""The windows that wait for a forward pass, in the order of fair queueing.

Every job gets an equal share of the engine. Short jobs overtake long ones, the windows of a long
job go between those of other jobs, and no stream of short jobs starves a long one. Windows that
left the queue do not come back.
"""

import heapq
from asyncio import Future
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from nomen.model.windows import Window, WindowProbabilities
from nomen.service.errors import AbandonedError


@dataclass(eq=False, slots=True, kw_only=True)
class Job:
    """The windows of one request.

    Attributes:
        windows: All of its windows.
        readers: The index of the bundle that reads each window; none is the first for all.
        deadline: In the event loop's time; windows still in the queue then are not run.
        is_wanted: Tells whether the client still waits.
        done: Gets the probabilities of all windows, in order. A cancelled job leaves the queue.
        queue_seconds: Time that it waited, once it is done.
        forward_seconds: Time of the forward passes that it was part of.
        waiting: The indices of its windows in the queue.
        num_tokens: Tokens of its windows in the queue, without those of their contexts.
        outputs: The probabilities so far, by the window's index.
    """

    windows: Sequence[Window]
    readers: Sequence[int] = ()
    deadline: float
    is_wanted: Callable[[], bool] = field(default=lambda: True)
    done: Future[list[WindowProbabilities]]
    queue_seconds: float = 0.0
    forward_seconds: float = 0.0
    waiting: deque[int] = field(init=False)
    num_tokens: int = field(init=False)
    outputs: dict[int, WindowProbabilities] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.waiting = deque(range(len(self.windows)))
        self.num_tokens = sum(window.num_kept for window in self.windows)

    def receive(self, index: int, output: WindowProbabilities) -> None:
        """Store the output of a window; the last one ends the job."""
        self.outputs[index] = output
        if len(self.outputs) == len(self.windows) and not self.done.done():
            self.done.set_result([self.outputs[i] for i in range(len(self.windows))])

    def fail(self, error: BaseException) -> None:
        """End the job without a result."""
        if not self.done.done():
            self.done.set_exception(error)


class QueuedWindow(NamedTuple):
    """A window of a job, by its position there."""

    job: Job
    position: int

    @classmethod
    def next_of(cls, job: Job) -> "QueuedWindow":
        """Give the first window of a job that is still in the queue."""
        return cls(job, job.waiting[0])

    @property
    def window(self) -> Window:
        """The window."""
        return self.job.windows[self.position]

    @property
    def reader(self) -> int:
        """The index of the bundle that reads it."""
        return self.job.readers[self.position] if self.job.readers else 0

    @property
    def length(self) -> int:
        """The number of its tokens, context counted."""
        return len(self.job.windows[self.position].tokens)  # `window` would be one call more


class JobQueue:
    """The waiting jobs, by the time at which a fair engine would finish their next window.

    A fair engine runs all jobs at once, at equal speed. Its clock, `_time`, counts the tokens that
    it has run of each job. A window of n tokens takes n ticks of this clock. It begins when its job
    arrives, or when the job's previous window ends.

    *Source:* Demers, Keshav and Shenker, Analysis and Simulation of a Fair Queueing Algorithm,
    1989.
    """

    def __init__(self) -> None:
        self._heap: list[tuple[float, int, Job]] = []  # by end, then by arrival
        self._time = 0.0
        self._num_added = 0
        self.num_tokens = 0

    def __len__(self) -> int:
        return len(self._heap)

    def add(self, job: Job) -> None:
        """Add a job that arrives now."""
        self._num_added += 1
        end = self._time + QueuedWindow.next_of(job).length
        heapq.heappush(self._heap, (end, self._num_added, job))
        self.num_tokens += job.num_tokens

    def discard(self, job: Job) -> None:
        """Remove the windows of a job that are still in the queue."""
        if job.waiting:
            self._heap = [entry for entry in self._heap if entry[-1] is not job]
            heapq.heapify(self._heap)
            self.num_tokens -= job.num_tokens
            job.num_tokens = 0
            job.waiting.clear()

    def drain(self) -> list[Job]:
        """Remove and give all jobs."""
        jobs = [job for _, _, job in sorted(self._heap)]
        for job in jobs:
            self.discard(job)
        return jobs

    def take(self, *, max_tokens: int, now: float) -> list[QueuedWindow]:
        """Remove and give the windows that go next; none when the queue is empty.

        A job that is late, or whose client has left, is dropped when its turn comes.

        Args:
            max_tokens: Tokens of all windows at most; a longer window goes alone.
            now: In the event loop's time.
        """
        taken: list[QueuedWindow] = []
        while self._heap:
            job = self._heap[0][-1]
            if job.done.done() or job.deadline <= now or not job.is_wanted():
                self.discard(job)
                job.fail(TimeoutError() if job.deadline <= now else AbandonedError())
                continue
            queued = QueuedWindow.next_of(job)
            max_tokens -= queued.length
            if taken and max_tokens < 0:
                break
            taken.append(queued)
            self._remove_next(queued)
        return taken

    def _remove_next(self, queued: QueuedWindow) -> None:
        end, order, job = self._heap[0]
        self._time += queued.length / len(self._heap)
        job.waiting.popleft()
        job.num_tokens -= queued.window.num_kept
        self.num_tokens -= queued.window.num_kept
        if job.waiting:
            following = end + QueuedWindow.next_of(job).length
            heapq.heapreplace(self._heap, (following, order, job))
        else:
            heapq.heappop(self._heap)
