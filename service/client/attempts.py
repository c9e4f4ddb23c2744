"""Decides what is sent when: tries, pauses and the deadline over all of them. Nothing here sends.

A generator says what to do next, and the clients do it. So the sync and the async client decide
alike.
"""

import random
import time
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import TypeVar

from nomen.service.client.calls import Call, read_answer
from nomen.service.client.errors import (
    AnswerError,
    BusyError,
    ClientError,
    ConnectionFailedError,
    DeadlineError,
    problem_error,
)
from nomen.service.client.results import read_problem

MOST_FAULTS = 3
"""Connections that may fail one after another before a call gives up."""
FIRST_PAUSE, LONGEST_PAUSE = 0.25, 8.0
"""Seconds between tries where the service does not say how long to wait."""
JITTER = 0.5
"""The share by which a pause is longer at most, so that clients do not come back together."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Send:
    """Send a request: a POST of the content, or a GET where there is none."""

    path: str
    content: bytes | None
    timeout_seconds: float


@dataclass(frozen=True, slots=True)
class Pause:
    """Wait before the next step."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back: an answer."""

    status: int
    headers: Mapping[str, str]
    content: bytes


@dataclass(frozen=True, slots=True)
class Fault:
    """What came back: no answer, because time was over, or for another reason, `what`."""

    what: str
    is_timeout: bool = False


Attempts = Generator[Send | Pause, Reply | Fault | None, T]
"""Gives steps, takes what came of each `Send`, and returns the answer."""


@dataclass(slots=True)
class Pauses:
    """How long to wait before each try after the first.

    Attributes:
        draw: Gives a random number from 0 to 1.
        num_pauses: How many there were since the last success.
    """

    draw: Callable[[], float] = random.random
    num_pauses: int = 0

    def next(self, retry_after: str | None = None) -> float:
        """Give the seconds; at least those that the service asks for."""
        grown = min(LONGEST_PAUSE, FIRST_PAUSE * 2**self.num_pauses)
        self.num_pauses += 1
        asked = float(retry_after) if retry_after is not None and retry_after.isdigit() else grown
        return asked * (1 + JITTER * self.draw())


def attempts(
    call: Call[T],
    *,
    timeout_seconds: float,
    clock: Callable[[], float] = time.monotonic,
    draw: Callable[[], float] = random.random,
) -> Attempts[T]:
    """Make a call: try again where the service had no room or the connection failed.

    Tagging and redacting change nothing, so it does no harm to ask again.

    Args:
        call: The call.
        timeout_seconds: The time for all tries and pauses.
        clock: Gives the time in seconds.
        draw: Gives a random number from 0 to 1.

    Raises:
        ClientError: When there is no answer.
    """
    deadline = clock() + timeout_seconds
    pauses = Pauses(draw)
    num_faults = 0
    while True:
        left = deadline - clock()
        if left <= 0:
            raise DeadlineError(f"no answer within {timeout_seconds:g} seconds")
        back = yield Send(call.path, call.content(timeout_seconds=left), left)
        retry_after = None
        if isinstance(back, Reply):
            if back.status == HTTPStatus.OK:
                return call.answer(back.content)
            error = error_of(back)
            if not isinstance(error, BusyError):
                raise error
            retry_after = back.headers.get("retry-after")
        else:
            error = _failure(back, timeout_seconds)
            num_faults += 1
            if isinstance(error, DeadlineError) or num_faults == MOST_FAULTS:
                raise error
        seconds = pauses.next(retry_after)
        if clock() + seconds >= deadline:
            raise error
        yield Pause(seconds)


def error_of(reply: Reply) -> ClientError:
    """Give the error for an answer that is none of success."""
    try:
        problem = read_answer(reply.content, read_problem)
    except AnswerError:
        return AnswerError(f"expected an answer of Nomen, found status {reply.status}")
    return problem_error(problem, request_id=reply.headers.get("x-request-id"))


def _failure(fault: Fault | None, timeout_seconds: float) -> ClientError:
    if fault is not None and fault.is_timeout:
        return DeadlineError(f"no answer within {timeout_seconds:g} seconds")
    return ConnectionFailedError("no connection" if fault is None else fault.what)
