"""What all connections of a service share: their limits, their number and their clock."""

import asyncio
from typing import Protocol

from nomen.service.edge.exchange import HeldBytes
from nomen.service.edge.limits import EdgeLimits
from nomen.service.edge.refusals import Refusals
from nomen.service.errors import BUSY, RequestError
from nomen.service.telemetry.metrics import Metrics

MOST_INTERVAL_SECONDS = 0.5
"""How often the clock looks at all connections, at least."""
REFUSED_AT_ONCE = 64
"""Connections beyond the limit that are open at once only to be told so; more are cut."""
SETTLED_SECONDS = 1.0
"""How long a connection that asks nothing is left alone when another needs its place."""


class Guest(Protocol):
    """A connection as the edge sees it."""

    @property
    def idle_seconds(self) -> float:
        """For how long it has had no request; 0 if it has one."""

    def tick(self, seconds: float) -> None:
        """Learn that time has passed, and act on what is late."""

    def give_way(self) -> None:
        """Close, because another needs the place."""


class Edge:
    """Keeps the limits over all connections.

    A clock of its own calls all connections at each interval: timers for each of them would cost a
    request more than its headers do.

    Args:
        limits: The limits.
        metrics: Where refusals, connections and bytes are counted.

    Attributes:
        limits: As given.
        held: The bytes of all bodies whose requests have no answer yet.
        refusals: Counts, logs and writes refusals.
    """

    def __init__(self, limits: EdgeLimits, metrics: Metrics) -> None:
        self.limits = limits
        self.held = HeldBytes()
        self.refusals = Refusals(metrics)
        self._guests: dict[Guest, None] = {}
        self._num_refused = 0
        self._interval = min(MOST_INTERVAL_SECONDS, limits.head_seconds / 8)
        self._clock: asyncio.TimerHandle | None = None
        metrics.watch_edge(
            connections=lambda: len(self._guests), held_bytes=lambda: self.held.num_bytes
        )

    def admit(self, guest: Guest, loop: asyncio.AbstractEventLoop) -> RequestError | None:
        """Take a connection in, or give the reason why not.

        It is counted either way, until it leaves. Where the limit is reached, the connection that
        has had no request for the longest time gives way.
        """
        is_full = len(self._guests) >= self.limits.connections and not self._make_room()
        self._guests[guest] = None
        if self._clock is None:
            self._clock = loop.call_later(self._interval, self._tick, loop)
        return self.too_busy("connections") if is_full else None

    def is_overrun(self) -> bool:
        """Tell whether there are so many connections that more cannot even be refused in words."""
        return len(self._guests) > self.limits.connections + REFUSED_AT_ONCE

    def leave(self, guest: Guest) -> None:
        """Count a connection no more."""
        self._guests.pop(guest, None)

    def too_busy(self, what: str) -> RequestError:
        """Give the refusal of one more connection or of more bytes, with a spread Retry-After."""
        self._num_refused += 1
        headers = {"Retry-After": str(1 + self._num_refused % 3), "Connection": "close"}
        return RequestError(BUSY, f"the limit of {what} is reached; try again", headers=headers)

    def _make_room(self) -> bool:
        """Have the connection give way that has had no request for the longest time."""
        longest = max(self._guests, key=lambda guest: guest.idle_seconds, default=None)
        if longest is None or longest.idle_seconds < SETTLED_SECONDS:
            return False
        longest.give_way()
        self.leave(longest)
        return True

    def _tick(self, loop: asyncio.AbstractEventLoop) -> None:
        for guest in list(self._guests):
            guest.tick(self._interval)
        # A loop that was held up counts one interval: its clients are not to blame.
        self._clock = loop.call_later(self._interval, self._tick, loop) if self._guests else None
