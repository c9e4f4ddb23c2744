"""`service/client/attempts.py` and `service/client/errors.py`."""

from collections.abc import Mapping

import orjson
import pytest

from nomen.service.client.attempts import Attempts, Fault, Pause, Reply, Send, attempts
from nomen.service.client.calls import Call
from nomen.service.client.errors import (
    AnswerError,
    BusyError,
    ClientError,
    ConnectionFailedError,
    DeadlineError,
    KeyRefusedError,
    RequestRefusedError,
    ServiceFailedError,
    TooLargeError,
)

DONE = Reply(200, {}, b'{"found": 7}')


def reply(status: int, headers: Mapping[str, str] | None = None) -> Reply:
    problem = {"type": "/problems/x", "title": "X", "status": status, "detail": "expected y"}
    return Reply(status, headers or {}, orjson.dumps(problem))


class Time:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def run(*back: Reply | Fault, timeout_seconds: float = 60) -> tuple[object, list[float]]:
    """Give what comes of replies, and the pauses before it."""
    call: Call[object] = Call("/x", {"a": 1}, lambda value: value["found"])
    clock = Time()
    steps: Attempts[object] = attempts(
        call, timeout_seconds=timeout_seconds, clock=clock, draw=lambda: 0.5
    )
    coming, pauses = iter(back), []
    try:
        step = next(steps)
        while True:
            if isinstance(step, Pause):
                pauses.append(step.seconds)
                clock.now += step.seconds
                step = steps.send(None)
            else:
                assert step.path == "/x"
                step = steps.send(next(coming))
    except StopIteration as end:
        return end.value, pauses
    except ClientError as error:
        return error, pauses


def test_an_answer_comes_at_once() -> None:
    assert run(DONE) == (7, [])


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_service_is_asked_again_after_its_time_and_a_little_more(status: int) -> None:
    busy = reply(status, {"retry-after": "4"})
    assert run(busy, busy, DONE) == (7, [5.0, 5.0])


def test_pauses_grow_where_the_service_says_nothing() -> None:
    assert run(*[reply(503)] * 3, DONE) == (7, [0.3125, 0.625, 1.25])


def test_a_pause_beyond_the_timeout_is_not_begun() -> None:
    error, pauses = run(reply(429, {"retry-after": "9"}), timeout_seconds=10)

    assert isinstance(error, BusyError)
    assert (error.problem.status, pauses) == (429, [])


def test_a_lost_connection_is_tried_again_a_few_times() -> None:
    lost = Fault("no connection: ConnectError")
    assert run(lost, lost, DONE)[0] == 7

    error, pauses = run(lost, lost, lost)
    assert isinstance(error, ConnectionFailedError)
    assert str(error) == "no connection: ConnectError"
    assert len(pauses) == 2


def test_time_that_is_over_is_no_reason_to_try_again() -> None:
    error, _ = run(Fault("no answer in time", is_timeout=True))
    assert isinstance(error, DeadlineError)
    assert isinstance(error, TimeoutError)


def test_no_time_is_no_try() -> None:
    assert isinstance(run(timeout_seconds=0)[0], DeadlineError)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (401, KeyRefusedError),
        (403, KeyRefusedError),
        (413, TooLargeError),
        (422, RequestRefusedError),
        (500, ServiceFailedError),
        (504, DeadlineError),
    ],
)
def test_other_problems_are_errors(status: int, kind: type[ClientError]) -> None:
    error, _ = run(reply(status, {"x-request-id": "r1"}))

    assert type(error) is kind
    assert "expected y" in str(error)
    assert getattr(error, "request_id", "r1") == "r1"


@pytest.mark.parametrize(
    "back", [Reply(200, {}, b"<html>"), Reply(200, {}, b"{}"), Reply(502, {}, b"<html>")]
)
def test_the_answer_of_another_service_is_an_error(back: Reply) -> None:
    assert isinstance(run(back)[0], AnswerError)


def test_the_service_is_told_how_much_time_is_left() -> None:
    call: Call[object] = Call("/x", {"a": 1}, lambda value: value)
    step = next(attempts(call, timeout_seconds=2, clock=Time()))

    assert isinstance(step, Send)
    assert (step.content, step.timeout_seconds) == (b'{"a":1,"timeout_ms":2000}', 2)
