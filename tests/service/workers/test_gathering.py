from nomen.service.workers.gathering import PATIENCE_SECONDS, Gatherings


def gather(workers: set[int]) -> tuple[Gatherings, int, list[dict[int, object]]]:
    gatherings, found = Gatherings(), list[dict[int, object]]()
    number = gatherings.begin("state", workers, found.append, now=0.0)
    return gatherings, number, found


def test_it_ends_when_all_have_answered() -> None:
    gatherings, number, found = gather({1, 2})

    gatherings.add(number, 1, "a")
    gatherings.conclude(0.0)
    assert found == []
    gatherings.add(number, 2, "b")
    gatherings.conclude(0.0)

    assert found == [{1: "a", 2: "b"}]
    assert list(gatherings.deadlines()) == []


def test_those_that_take_too_long_are_left_out() -> None:
    gatherings, number, found = gather({1, 2})
    gatherings.add(number, 1, "a")

    gatherings.conclude(PATIENCE_SECONDS)
    gatherings.add(number, 2, "b")

    assert found == [{1: "a"}]


def test_a_worker_that_has_ended_is_not_waited_for() -> None:
    gatherings, number, found = gather({1, 2})
    gatherings.add(number, 1, "a")

    gatherings.leave_out(2)
    gatherings.conclude(0.0)

    assert found == [{1: "a"}]
