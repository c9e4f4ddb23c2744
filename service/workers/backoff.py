"""How long to wait before a worker that has ended is replaced."""

FIRST_SECONDS = 0.5
MOST_SECONDS = 30.0
SETTLED_SECONDS = 60.0
"""A worker that ran this long has not failed at its start."""


class Backoff:
    """Doubles the wait while one worker after the other ends soon after its start."""

    def __init__(self) -> None:
        self._seconds = FIRST_SECONDS

    def next_seconds(self, *, lifetime_seconds: float) -> float:
        """Give the wait after a worker has ended.

        Args:
            lifetime_seconds: How long that worker ran.
        """
        if lifetime_seconds >= SETTLED_SECONDS:
            self._seconds = FIRST_SECONDS
        seconds = self._seconds
        self._seconds = min(MOST_SECONDS, 2 * seconds)
        return seconds
