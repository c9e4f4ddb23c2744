from nomen.service.workers.backoff import Backoff


def test_the_wait_doubles_up_to_half_a_minute() -> None:
    backoff = Backoff()

    waits = [backoff.next_seconds(lifetime_seconds=1) for _ in range(8)]

    assert waits == [0.5, 1, 2, 4, 8, 16, 30, 30]


def test_a_worker_that_ran_for_a_minute_is_replaced_soon() -> None:
    backoff = Backoff()
    for _ in range(5):
        backoff.next_seconds(lifetime_seconds=1)

    assert backoff.next_seconds(lifetime_seconds=60) == 0.5
