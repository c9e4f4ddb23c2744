"""The windows that wait for a forward pass, and which of them go next; knows no thread.

Every job has an equal share of the engine (fair queueing): short ones overtake long ones, a long
one's windows go between those of others, and no stream of short ones keeps a long one waiting. What
has been taken is run.
"""

import heapq
from asyncio import Future
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from nomen.model.documents import Window, WindowProbabilities
from nomen.service.errors import AbandonedError


@dataclass(eq=False, slots=True, kw_only=True)
class Job:
    """The windows of one request.

    Attributes:
        windows: At least one.
        deadline: In the event loop's time; later its windows are not run.
        is_wanted: Tells whether somebody still waits.
        done: Gets the windows' probabilities; a cancelled one leaves the queue.
        forward_seconds: Time of the forward passes that it took part in.
        num_tokens: Tokens of its windows that wait, those of their contexts not counted.
    """

    windows: Sequence[Window]
    deadline: float
    is_wanted: Callable[[], bool] = field(default=lambda: True)
    done: Future[list[WindowProbabilities]]
    forward_seconds: float = 0.0
    waiting: deque[int] = field(init=False)
    num_tokens: int = field(init=False)
    outputs: dict[int, WindowProbabilities] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.waiting = deque(range(len(self.windows)))
        self.num_tokens = sum(window.num_kept for window in self.windows)

    def receive(self, row: int, output: WindowProbabilities) -> None:
        """Take the output of a window; the last one ends the job."""
        self.outputs[row] = output
        if len(self.outputs) == len(self.windows) and not self.done.done():
            self.done.set_result([self.outputs[i] for i in range(len(self.windows))])

    def fail(self, error: BaseException) -> None:
        """End the job without a result."""
        if not self.done.done():
            self.done.set_exception(error)


class Ticket(NamedTuple):
    """A window's place in a batch."""

    job: Job
    row: int

    @classmethod
    def next_of(cls, job: Job) -> "Ticket":
        """Give the first window of a job that waits."""
        return cls(job, job.waiting[0])

    @property
    def window(self) -> Window:
        """The window."""
        return self.job.windows[self.row]

    @property
    def length(self) -> int:
        """Its tokens."""
        return len(self.window.tokens)


class JobQueue:
    """Jobs that wait, by the times at which a fair engine would be through with their next window.

    A fair engine runs all jobs at once, each as fast as every other. `_time` counts the tokens that
    it has run of each; a window ends so many later than it began as it has tokens, and it begins
    when its job comes, or when the one before it ends.

    *Source:* Demers, Keshav and Shenker, Analysis and Simulation of a Fair Queueing Algorithm,
    1989.
    """

    def __init__(self) -> None:
        self._heap: list[tuple[float, int, Job]] = []  # by end and, where that is one, by arrival
        self._time = 0.0
        self._num_added = 0
        self.num_tokens = 0

    def __len__(self) -> int:
        return len(self._heap)

    def add(self, job: Job) -> None:
        """Put in a job that comes now."""
        self._num_added += 1
        end = self._time + Ticket.next_of(job).length
        heapq.heappush(self._heap, (end, self._num_added, job))
        self.num_tokens += job.num_tokens

    def discard(self, job: Job) -> None:
        """Take out what still waits of a job."""
        if job.waiting:
            self._heap = [entry for entry in self._heap if entry[-1] is not job]
            heapq.heapify(self._heap)
            self.num_tokens -= job.num_tokens
            job.num_tokens = 0
            job.waiting.clear()

    def drain(self) -> list[Job]:
        """Take out all jobs."""
        jobs = [job for _, _, job in sorted(self._heap)]
        for job in jobs:
            self.discard(job)
        return jobs

    def take(self, *, max_tokens: int, now: float) -> list[Ticket]:
        """Take the windows that go next; none when nobody waits.

        What is late or nobody waits for is dropped when its turn comes.

        Args:
            max_tokens: Tokens of all of them at most; a window of more goes alone.
            now: In the event loop's time.
        """
        taken: list[Ticket] = []
        while self._heap:
            job = self._heap[0][-1]
            if job.done.done() or job.deadline <= now or not job.is_wanted():
                self.discard(job)
                job.fail(TimeoutError() if job.deadline <= now else AbandonedError())
                continue
            ticket = Ticket.next_of(job)
            max_tokens -= ticket.length
            if taken and max_tokens < 0:
                break
            taken.append(ticket)
            self._remove_next(ticket)
        return taken

    def _remove_next(self, ticket: Ticket) -> None:
        end, order, job = self._heap[0]
        self._time += ticket.length / len(self._heap)
        job.waiting.popleft()
        job.num_tokens -= ticket.window.num_kept
        self.num_tokens -= ticket.window.num_kept
        if job.waiting:
            following = end + Ticket.next_of(job).length
            heapq.heapreplace(self._heap, (following, order, job))
        else:
            heapq.heappop(self._heap)
