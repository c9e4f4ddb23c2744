"""Watches an engine: finds out whether it is stuck, also while there is nothing to do.

A busy engine is judged by its oldest batch. An idle one gets a heartbeat now and then, a pass of
one token, because a frozen process or device looks like an idle one.
"""

import asyncio
import time

from nomen.service.engine.inference import Inference, InferenceResult, Sentences
from nomen.service.scheduling.scheduler import Scheduler

HEARTBEAT: Sentences = (("a",),)
LOOKS_IN_STUCK_SECONDS = 10
"""How often the engine is looked at before it can be found stuck."""
SHORTEST_SECONDS = 0.01
NUM_STUCK_LOOKS = 2
"""Looks in a row that must find the engine stuck. A whole service that was paused, like a suspended
container, reads the answers that have come meanwhile before the second look."""


class EngineWatch:
    """Tells whether an engine is stuck.

    Args:
        inference: The engine.
        scheduler: Sends it batches.
        stuck_seconds: An engine that owes an answer for longer is stuck.
    """

    def __init__(self, inference: Inference, scheduler: Scheduler, *, stuck_seconds: float) -> None:
        self._inference = inference
        self._scheduler = scheduler
        self._stuck_seconds = stuck_seconds
        self._pause_seconds = max(SHORTEST_SECONDS, stuck_seconds / LOOKS_IN_STUCK_SECONDS)
        self._heartbeat: asyncio.Future[InferenceResult] | None = None
        self._silent_since = 0.0

    @property
    def is_alive(self) -> bool:
        """Whether the engine runs and is not stuck; a busy engine is alive."""
        return self._inference.is_alive and not self._is_stuck

    async def until_stuck(self) -> None:
        """Send heartbeats while the engine is idle; return once it is stuck."""
        num_stuck_looks = 0
        while num_stuck_looks < NUM_STUCK_LOOKS:
            seen = time.monotonic()
            await asyncio.sleep(self._pause_seconds)  # noqa: TID251  # nothing tells of silence
            num_stuck_looks = num_stuck_looks + 1 if self._is_stuck else 0
            self._beat(since=seen)

    @property
    def _is_stuck(self) -> bool:
        waits = self._heartbeat is not None
        silent_seconds = time.monotonic() - self._silent_since if waits else 0.0
        return max(silent_seconds, self._scheduler.in_flight_seconds) > self._stuck_seconds

    def _beat(self, *, since: float) -> None:
        """Send a heartbeat if the engine has nothing to do.

        Args:
            since: When the engine was last known not to be silent, in the monotonic clock's time.
        """
        is_idle = self._scheduler.in_flight_seconds == 0 and self._heartbeat is None
        if is_idle and self._inference.is_alive:
            self._silent_since = since
            self._heartbeat = self._inference.run(HEARTBEAT)
            self._heartbeat.add_done_callback(self._end)

    def _end(self, heartbeat: "asyncio.Future[InferenceResult]") -> None:
        self._heartbeat = None
        if not heartbeat.cancelled():
            heartbeat.exception()  # a failed pass is an answer, too; the engine has logged it
