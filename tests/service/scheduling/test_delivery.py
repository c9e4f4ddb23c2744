import pytest

from nomen.service.scheduling.delivery import FIRST_TOKENS_PER_SECOND, DeliveryRate


def test_the_rate_is_a_guess_until_requests_have_waited() -> None:
    rate = DeliveryRate()
    for now in range(10):
        rate.observe(500, now=now, is_waiting=False)
    assert (rate.is_measured, rate.tokens_per_second) == (False, FIRST_TOKENS_PER_SECOND)


def test_the_rate_is_what_came_by_the_clock_while_requests_waited() -> None:
    rate = DeliveryRate()
    for step in range(50):
        rate.observe(500, now=0.1 * step, is_waiting=True)
    assert rate.tokens_per_second == pytest.approx(5000)


def test_time_in_which_nothing_waits_is_not_counted() -> None:
    rate = DeliveryRate()
    for step in range(50):
        rate.observe(500, now=0.1 * step, is_waiting=step < 49)
    rate.observe(1, now=1000.0, is_waiting=True)
    assert rate.tokens_per_second == pytest.approx(5000)


def test_a_slower_machine_is_noticed_within_seconds() -> None:
    rate = DeliveryRate()
    for step in range(100):
        rate.observe(5000, now=0.1 * step, is_waiting=True)
    for step in range(100, 300):
        rate.observe(500, now=0.1 * step, is_waiting=True)
    assert rate.tokens_per_second == pytest.approx(5000, rel=0.2)
