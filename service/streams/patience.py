"""Patience: how long a stream waits for its client, to send or to read."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Patience:
    """Limits the time of one wait at a time; the limit can change while the wait lasts.

    Args:
        seconds: The limit of a wait.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._wait: asyncio.Timeout | None = None

    @asynccontextmanager
    async def waiting(self, *, is_limited: bool = True) -> AsyncIterator[None]:
        """Limit the wait inside the block.

        Args:
            is_limited: Whether the limit holds from the start, or only from `restart` on.

        Raises:
            TimeoutError: When the wait lasts longer.
        """
        async with asyncio.timeout(self._seconds if is_limited else None) as wait:
            self._wait = wait
            try:
                yield
            finally:
                self._wait = None

    def restart(self) -> None:
        """Count the time of the wait from now."""
        if self._wait is not None and not self._wait.expired():
            self._wait.reschedule(asyncio.get_running_loop().time() + self._seconds)

    def shorten(self, seconds: float) -> None:
        """Limit this wait, counted from now, and those to come."""
        self._seconds = min(self._seconds, seconds)
        self.restart()
