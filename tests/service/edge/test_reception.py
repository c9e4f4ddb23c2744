import pytest

from nomen.service.edge.limits import EdgeLimits
from nomen.service.edge.reception import LINGER_BYTES, Phase, Reception, Unread

LIMITS = EdgeLimits(head_seconds=10, body_seconds=30, body_bytes_per_second=500)


def reception(phase: Phase, *, seconds: float, num_bytes: int) -> Reception:
    made = Reception()
    made.enter(phase)
    made.tick(seconds)
    made.receive(num_bytes)
    return made


@pytest.mark.parametrize(
    ("phase", "seconds", "num_bytes", "is_late"),
    [
        (Phase.HEAD, 9.9, 0, False),
        (Phase.HEAD, 10.1, 20_000, True),
        (Phase.BODY, 4.9, 0, False),
        (Phase.BODY, 5.1, 0, True),
        (Phase.BODY, 5.1, 2600, False),
        (Phase.BODY, 20.0, 9000, True),
        (Phase.BODY, 30.1, 2**30, True),
        (Phase.STREAM, 1000.0, 0, False),
        (Phase.REST, 29.0, 1, False),
        (Phase.REST, 30.1, 1, True),
        (Phase.REST, 1.0, LINGER_BYTES + 1, True),
        (Phase.NOTHING, 1000.0, 0, False),
    ],
)
def test_s1_every_phase_has_its_own_deadline(
    *, phase: Phase, seconds: float, num_bytes: int, is_late: bool
) -> None:
    assert reception(phase, seconds=seconds, num_bytes=num_bytes).is_late(LIMITS) is is_late


def test_a_phase_begins_anew() -> None:
    made = reception(Phase.HEAD, seconds=9.0, num_bytes=10)
    made.enter(Phase.BODY)

    assert (made.waited_seconds, made.num_bytes) == (0.0, 0)


def test_the_rest_of_a_request_is_awaited_while_it_comes() -> None:
    made = reception(Phase.REST, seconds=3.0, num_bytes=1)
    made.tick(1.9)
    assert not made.is_late(LIMITS)
    made.tick(0.2)
    assert made.is_late(LIMITS)


def test_the_time_in_which_nothing_is_read_counts() -> None:
    unread = Unread()

    seconds = [unread.tick(num_bytes, 1.0) for num_bytes in (0, 100, 100, 120, 80, 80, 0, 0)]

    assert seconds == [0, 1, 2, 3, 0, 1, 0, 0]
