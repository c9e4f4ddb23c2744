"""How fast tokens are really delivered: what the engine and all around it make of the machine."""

import math

MEMORY_SECONDS = 5.0
"""Time after which what was measured counts for a third (1/e)."""
LEAST_SECONDS = 0.5
"""Time that must have been measured before the figure is used."""
FIRST_TOKENS_PER_SECOND = 10_000.0
"""The figure until then."""


class DeliveryRate:
    """Measures tokens per second, by the clock on the wall, while requests wait.

    The engine's own speed would promise too much: it knows nothing of the time between two passes,
    nor of other processes. While no request waits the engine runs small batches and pauses, so
    that time says nothing and is left out.
    """

    def __init__(self) -> None:
        self._tokens = self._seconds = 0.0
        self._waited_since: float | None = None

    @property
    def is_measured(self) -> bool:
        """Whether requests have waited for long enough to tell."""
        return self._seconds >= LEAST_SECONDS

    @property
    def tokens_per_second(self) -> float:
        """Tokens per second; a first guess until they are measured."""
        if not self.is_measured:
            return FIRST_TOKENS_PER_SECOND
        return max(1.0, self._tokens / self._seconds)

    def observe(self, num_tokens: int, *, now: float, is_waiting: bool) -> None:
        """Count a delivery.

        Args:
            num_tokens: Its tokens.
            now: When it came, in seconds of a monotonic clock.
            is_waiting: Whether requests still wait; time without them is not counted.
        """
        if self._waited_since is not None:
            seconds = now - self._waited_since
            share = math.exp(-seconds / MEMORY_SECONDS)
            self._tokens = share * self._tokens + num_tokens
            self._seconds = share * self._seconds + seconds
        self._waited_since = now if is_waiting else None
