"""Refuses a request unread, by the size of its body, where the queue has no room for it."""

from collections.abc import Iterator
from contextlib import contextmanager

from nomen.service.scheduling.room import QueueRoom

FIRST_TOKENS_PER_BYTE = 1 / 8
"""Fewer than an English text has, until it is measured."""
SMOOTHING = 0.02
"""How much the newest request says about the mean of all."""
LIMITS = (1 / 64, 1 / 2)
"""Tokens of a byte at least and at most; nobody's odd texts move the mean beyond."""


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

    def check(self, num_bytes: int) -> None:
        """Check that there is room for a body, as its head announces it.

        Nothing is reserved: a client that sends slowly must not hold the room of others.

        Args:
            num_bytes: The announced length; 0 where there is none.

        Raises:
            QueueFullError: When there is no room.
        """
        self._room.check(self._estimate(num_bytes))

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
