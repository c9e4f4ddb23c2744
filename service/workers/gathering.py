"""Questions to all workers, and what came of them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count

from nomen.service.workers.messages import Question

PATIENCE_SECONDS = 1.0
"""How long a worker may take to answer; those that take longer are left out."""

Conclude = Callable[[dict[int, object]], None]
"""Gets the answers by the worker's id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathering:
    """A question that workers have yet to answer.

    Attributes:
        question: The question.
        deadline: When it ends even without all answers.
        conclude: Called with the answers.
        awaited: The ids of the workers that have not answered.
        answers: The answers so far.
    """

    question: Question
    deadline: float
    conclude: Conclude
    awaited: set[int]
    answers: dict[int, object] = field(default_factory=dict)

    def is_done(self, now: float) -> bool:
        """Tell whether nothing more is waited for."""
        return not self.awaited or now >= self.deadline


class Gatherings:
    """All questions that are open."""

    def __init__(self) -> None:
        self._open: dict[int, Gathering] = {}
        self._numbers = count(1)

    def begin(
        self, question: Question, workers: set[int], conclude: Conclude, *, now: float
    ) -> int:
        """Begin to wait for answers to a question that is sent now; give its number."""
        number = next(self._numbers)
        self._open[number] = Gathering(
            question=question,
            deadline=now + PATIENCE_SECONDS,
            conclude=conclude,
            awaited=set(workers),
        )
        return number

    def add(self, number: int, worker: int, value: object) -> None:
        """Take the answer of a worker; one that comes too late is dropped."""
        gathering = self._open.get(number)
        if gathering is not None:
            gathering.awaited.discard(worker)
            gathering.answers[worker] = value

    def leave_out(self, worker: int) -> None:
        """Wait for a worker no longer; it has ended."""
        for gathering in self._open.values():
            gathering.awaited.discard(worker)

    def conclude(self, now: float) -> None:
        """Give out the answers of the questions that are done."""
        done = [number for number, each in self._open.items() if each.is_done(now)]
        for number in done:
            gathering = self._open.pop(number)
            gathering.conclude(gathering.answers)

    def deadlines(self) -> Iterator[float]:
        """Give when the open questions end."""
        return (each.deadline for each in self._open.values())
