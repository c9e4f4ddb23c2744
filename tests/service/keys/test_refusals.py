import pytest

from nomen.service.keys.refusals import MOST_ADDRESSES, Refusals, network_of


class Clock:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def test_s3_ten_bad_keys_a_minute_are_counted_by_address() -> None:
    clock = Clock()
    refusals = Refusals(clock=clock)

    assert [refusals.take("10.0.0.1") for _ in range(11)] == [0.0] * 10 + [6.0]
    assert refusals.take("10.0.0.2") == 0.0
    clock.seconds = 6.0
    assert refusals.take("10.0.0.1") == 0.0
    assert refusals.take("10.0.0.1") == 6.0


def test_only_so_many_addresses_are_kept() -> None:
    refusals = Refusals()
    for number in range(MOST_ADDRESSES + 10):
        refusals.take(f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}")

    assert len(refusals._left) == MOST_ADDRESSES  # noqa: SLF001  # what it keeps


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8::1", "2001:db8::/64"),
        ("2001:db8:0:0:ffff::9", "2001:db8::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("", ""),
        ("/run/nomen.sock", ""),
    ],
)
def test_a_network_of_ipv6_is_one_caller(address: str, network: str) -> None:
    assert network_of(address) == network
