"""Refusals: counts the refused keys of each address, so that nobody can try many."""

import ipaddress
import time
from collections import OrderedDict
from collections.abc import Callable

MOST_REFUSALS = 10
REFUSAL_SECONDS = 60.0
"""So many refused keys from one address in so many seconds are told what is wrong."""
MOST_ADDRESSES = 10_000
IPV6_PREFIX = 64
"""The bits of an IPv6 address that name a network; whoever has one has all addresses in it."""


class Refusals:
    """The refused keys of each address.

    A bucket an address: full it holds `MOST_REFUSALS`, and it fills in `REFUSAL_SECONDS`.

    Args:
        clock: Gives the time in seconds.
    """

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, address: str) -> float:
        """Count a refused key.

        Returns:
            0, or the seconds until the address may try another, where it has tried too many.
        """
        place, now = network_of(address), self._clock()
        left, then = self._left.pop(place, (float(MOST_REFUSALS), now))
        left = min(MOST_REFUSALS, left + (now - then) * MOST_REFUSALS / REFUSAL_SECONDS)
        is_over = left < 1
        self._left[place] = (left if is_over else left - 1, now)
        if len(self._left) > MOST_ADDRESSES:
            self._left.popitem(last=False)
        return (1 - left) * REFUSAL_SECONDS / MOST_REFUSALS if is_over else 0.0


def network_of(address: str) -> str:
    """Give what stands for one caller: an IPv4 address, or the network of an IPv6 address."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return ""
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((found, IPV6_PREFIX), strict=False))
