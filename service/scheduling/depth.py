"""How many batches the engine needs at hand so that a busy event loop does not leave it idle."""

GROWTH = 2.0
DECAY = 0.98
MOST = 8.0
"""More in flight would only delay those who come next."""


class PipelineDepth:
    """Grows while the engine runs dry though requests wait, and shrinks slowly otherwise.

    One turn of the event loop may take longer than the engine needs for all that is in flight, when
    many requests come at once or other processes take the CPU. The engine then waits for the loop.
    """

    def __init__(self) -> None:
        self.value = 1.0
        """How many times the usual tokens may be in flight, 1 to 8."""

    def observe(self, *, ran_dry: bool) -> None:
        """Learn from a batch that has come back.

        Args:
            ran_dry: Whether nothing else was in flight while requests waited.
        """
        factor = GROWTH if ran_dry else DECAY
        self.value = min(MOST, max(1.0, factor * self.value))
