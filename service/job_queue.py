"""The windows that wait for a forward pass, and which of them go next; knows no thread.

Jobs take turns, so that a long document does not keep short ones waiting. A batch begins with the
window whose turn it is, and takes with it those of nearly its length from a look-ahead: little
padding, and nobody waits for ever.
"""

from asyncio import Future
from collections import OrderedDict, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from model.tagger import Window, WindowProbabilities

LOOK_AHEAD_BATCHES = 4
MAX_LENGTH_RATIO = 2
"""How many times the shortest row the longest of a batch may be."""


@dataclass(eq=False, slots=True, kw_only=True)
class Job:
    """The windows of one request.

    Attributes:
        windows: At least one.
        deadline: In the event loop's time; later its windows are not run.
        done: Gets the windows' probabilities; a cancelled one leaves the queue.
        forward_seconds: Time of the forward passes that it took part in.
    """

    windows: Sequence[Window]
    deadline: float
    done: Future[list[WindowProbabilities]]
    forward_seconds: float = 0.0
    waiting: deque[int] = field(init=False)
    outputs: dict[int, WindowProbabilities] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.waiting = deque(range(len(self.windows)))

    @property
    def num_tokens(self) -> int:
        """Tokens of its windows that wait, those of their contexts not counted."""
        return sum(self.windows[i].num_kept for i in self.waiting)

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
    """Jobs that wait, in turns."""

    def __init__(self) -> None:
        self._jobs: OrderedDict[Job, None] = OrderedDict()
        self.num_tokens = 0

    def __len__(self) -> int:
        return len(self._jobs)

    def add(self, job: Job) -> None:
        """Put a job at the end."""
        self._jobs[job] = None
        self.num_tokens += job.num_tokens

    def discard(self, job: Job) -> None:
        """Take out what still waits of a job."""
        if job in self._jobs:
            del self._jobs[job]
            self.num_tokens -= job.num_tokens
            job.waiting.clear()

    def drain(self) -> list[Job]:
        """Take out all jobs."""
        jobs = list(self._jobs)
        for job in jobs:
            self.discard(job)
        return jobs

    def take_batch(self, *, batch_tokens: int, now: float) -> list[Ticket]:
        """Take the windows of the next forward pass; none when nobody waits.

        Args:
            batch_tokens: Longest window times number of windows at most; one longer goes alone.
            now: In the event loop's time.
        """
        self._drop_unwanted(now)
        pool = self._take_turns(LOOK_AHEAD_BATCHES * batch_tokens)
        if not pool:
            return []
        batch = _choose(pool, batch_tokens)
        taken = set(batch)
        for ticket in reversed(pool):
            if ticket not in taken:
                ticket.job.waiting.appendleft(ticket.row)
        self.num_tokens -= sum(ticket.window.num_kept for ticket in batch)
        self._next_turn(batch)
        return batch

    def _drop_unwanted(self, now: float) -> None:
        for job in [job for job in self._jobs if job.done.done() or job.deadline <= now]:
            self.discard(job)
            job.fail(TimeoutError())

    def _take_turns(self, max_tokens: int) -> list[Ticket]:
        """Take one window of each job, then another of each, up to a number of tokens."""
        pool: list[Ticket] = []
        turns = deque(self._jobs)
        while turns and max_tokens > 0:
            job = turns.popleft()
            ticket = Ticket(job, job.waiting.popleft())
            pool.append(ticket)
            max_tokens -= ticket.length
            if job.waiting:
                turns.append(job)
        return pool

    def _next_turn(self, batch: list[Ticket]) -> None:
        first = batch[0].job
        self._jobs.move_to_end(first)
        for job in {ticket.job for ticket in batch}:
            if not job.waiting:
                del self._jobs[job]


def _choose(pool: list[Ticket], batch_tokens: int) -> list[Ticket]:
    """Choose the first window and those nearest to it in length, as far as they fit."""
    first = pool[0]
    batch, longest, shortest = [first], first.length, first.length
    for ticket in sorted(pool[1:], key=lambda ticket: abs(ticket.length - first.length)):
        new_longest, new_shortest = max(longest, ticket.length), min(shortest, ticket.length)
        fits = new_longest * (len(batch) + 1) <= batch_tokens
        if fits and new_longest <= MAX_LENGTH_RATIO * new_shortest:
            batch.append(ticket)
            longest, shortest = new_longest, new_shortest
    return batch
