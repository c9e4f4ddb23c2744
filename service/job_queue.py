"""The windows that wait for a forward pass, and which of them go next; knows no thread.

Jobs that were not begun go first, in their order; the others take turns, a window each, so that a
long document does not keep short ones waiting. One that has waited too long for its turn goes
before all. What has been taken is run.
"""

from asyncio import Future
from collections import OrderedDict, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from model.documents import Window, WindowProbabilities
from service.errors import AbandonedError

LONGEST_WAIT_SECONDS = 0.1
"""A begun job that has waited so long since its last turn goes first."""


@dataclass(eq=False, slots=True, kw_only=True)
class Job:
    """The windows of one request.

    Attributes:
        windows: At least one.
        deadline: In the event loop's time; later its windows are not run.
        is_wanted: Tells whether somebody still waits.
        done: Gets the windows' probabilities; a cancelled one leaves the queue.
        forward_seconds: Time of the forward passes that it took part in.
        last_turn: When a window was last taken, in the event loop's time.
        num_tokens: Tokens of its windows that wait, those of their contexts not counted.
    """

    windows: Sequence[Window]
    deadline: float
    is_wanted: Callable[[], bool] = field(default=lambda: True)
    done: Future[list[WindowProbabilities]]
    forward_seconds: float = 0.0
    last_turn: float = 0.0
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

    @property
    def window(self) -> Window:
        """The window."""
        return self.job.windows[self.row]

    @property
    def length(self) -> int:
        """Its tokens."""
        return len(self.window.tokens)


class JobQueue:
    """Jobs that wait, those that were not begun apart from those that take turns."""

    def __init__(self) -> None:
        self._new: OrderedDict[Job, None] = OrderedDict()
        self._begun: OrderedDict[Job, None] = OrderedDict()
        self.num_tokens = 0

    def __len__(self) -> int:
        return len(self._new) + len(self._begun)

    def add(self, job: Job) -> None:
        """Put a job at the end of the new ones."""
        self._new[job] = None
        self.num_tokens += job.num_tokens

    def discard(self, job: Job) -> None:
        """Take out what still waits of a job."""
        if job.waiting:
            self._new.pop(job, None)
            self._begun.pop(job, None)
            self.num_tokens -= job.num_tokens
            job.num_tokens = 0
            job.waiting.clear()

    def drain(self) -> list[Job]:
        """Take out all jobs."""
        jobs = [*self._new, *self._begun]
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
        while job := self._next(now):
            if job.done.done() or job.deadline <= now or not job.is_wanted():
                self.discard(job)
                job.fail(TimeoutError() if job.deadline <= now else AbandonedError())
                continue
            ticket = Ticket(job, job.waiting[0])
            max_tokens -= ticket.length
            if taken and max_tokens < 0:
                break
            taken.append(ticket)
            self._end_turn(ticket, now)
        return taken

    def _next(self, now: float) -> Job | None:
        begun = next(iter(self._begun), None)
        if begun is not None and now - begun.last_turn >= LONGEST_WAIT_SECONDS:
            return begun
        return next(iter(self._new), begun)

    def _end_turn(self, ticket: Ticket, now: float) -> None:
        job = ticket.job
        job.waiting.popleft()
        job.num_tokens -= ticket.window.num_kept
        self.num_tokens -= ticket.window.num_kept
        self._new.pop(job, None)
        self._begun.pop(job, None)
        if job.waiting:
            job.last_turn = now
            self._begun[job] = None
