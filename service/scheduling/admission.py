"""Refuses a request unread, by the size of its body, where the queue has no room for it."""

import asyncio
import time
from collections.abc import Hashable, Iterator
from contextlib import contextmanager

from nomen.service.errors import QueueFullError
from nomen.service.scheduling.room import QueueRoom

FIRST_TOKENS_PER_BYTE = 1 / 8
"""Fewer than an English text has, until it is measured."""
SMOOTHING = 0.02
"""How much the newest request says about the mean of all."""
LIMITS = (1 / 64, 1 / 2)
"""Tokens of a byte at least and at most; nobody's odd texts move the mean beyond."""

PAUSE_SECONDS = 0.5
"""How long a client waits for its next refusal if it did not wait as the last one told it."""
MOST_CLIENTS = 10_000
"""Clients that are remembered at most."""


class ToldClients:
    """Remembers which clients were told to come back, and when."""

    def __init__(self) -> None:
        self._until: dict[Hashable, float] = {}

    def is_early(self, client: Hashable) -> bool:
        """Tell whether a client has come back earlier than it was told."""
        return time.monotonic() < self._until.get(client, 0.0)

    def tell(self, client: Hashable, *, seconds: float) -> None:
        """Remember that a client was told to come back after some seconds."""
        now = time.monotonic()
        if len(self._until) >= MOST_CLIENTS:
            self._until = {key: until for key, until in self._until.items() if until > now}
        if len(self._until) < MOST_CLIENTS:
            self._until[client] = now + seconds


class Admission:
    """Asks the queue for room by a body's bytes.

    The tokens of a body are estimated from its length, by the mean of the last requests. The
    queue itself checks their real number later.

    Args:
        room: The room of the queue.
    """

    def __init__(self, room: QueueRoom) -> None:
        self._room = room
        self._tokens_per_byte = FIRST_TOKENS_PER_BYTE
        self._told = ToldClients()

    async def admit(self, num_bytes: int, *, client: Hashable) -> None:
        """Check that there is room for a body, as its head announces it.

        Nothing is reserved: a client that sends slowly must not hold the room of others. A refusal
        comes at once, except for a client that was refused and did not wait as it was told. It
        waits `PAUSE_SECONDS` here, and may find room then. So a storm of clients that retry at once
        costs little.

        Args:
            num_bytes: The announced length; 0 where there is none.
            client: The client's address and port, the same for all requests of a connection.

        Raises:
            QueueFullError: When there is no room.
        """
        num_tokens = self._estimate(num_bytes)
        if self._room.has(num_tokens):
            return
        if self._told.is_early(client):
            await asyncio.sleep(PAUSE_SECONDS)  # noqa: TID251  # the time itself is meant
        try:
            self._room.check(num_tokens)
        except QueueFullError as error:
            self._told.tell(client, seconds=error.retry_after_seconds)
            raise

    @contextmanager
    def reserve(self, num_bytes: int) -> Iterator[None]:
        """Hold room for a body that has come, while it is parsed.

        Raises:
            QueueFullError: When there is no room.
        """
        with self._room.reserve(self._estimate(num_bytes)):
            yield

    def observe(self, *, num_bytes: int, num_tokens: int) -> None:
        """Learn from a request that was answered.

        Args:
            num_bytes: The length of its body.
            num_tokens: Its tokens.
        """
        if num_bytes:
            low, high = LIMITS
            found = min(high, max(low, num_tokens / num_bytes))
            self._tokens_per_byte += SMOOTHING * (found - self._tokens_per_byte)

    def _estimate(self, num_bytes: int) -> int:
        return self._room.at_most(max(1, int(self._tokens_per_byte * num_bytes)))
