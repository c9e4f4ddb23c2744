"""The room of the queue: who gets in, who waits for it, and when the others should come back."""

import asyncio
import random
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from nomen.service.errors import ClosedError, QueueFullError
from nomen.service.scheduling.delivery import DeliveryRate
from nomen.service.scheduling.queue import JobQueue

SHARE_OF_TIMEOUT = 0.5
"""How much of the longest time for a request may be spent in the queue."""
RETRY_AFTER_SECONDS = (1.0, 60.0)
JITTER = (0.5, 1.5)
"""Those who are refused together come back spread over this share of the time that they wait."""


class QueueRoom:
    """Tells whether the queue has room, holds room for what is on its way, and lets streams wait.

    The queue is full at a number of tokens, or earlier: when the tokens that wait would take too
    much of the time that their requests have. On a slow machine, a longer queue would only be work
    that is thrown away at its deadline.

    Args:
        queue: The queue.
        limit_tokens: Most tokens in the queue.
        timeout_seconds: The longest time for a request.
        rate: How fast tokens are delivered.
    """

    def __init__(
        self, queue: JobQueue, *, limit_tokens: int, timeout_seconds: float, rate: DeliveryRate
    ) -> None:
        self._queue = queue
        self._limit_tokens = limit_tokens
        self._queue_seconds = SHARE_OF_TIMEOUT * timeout_seconds
        self._rate = rate
        self._num_reserved_tokens = 0
        self._waiting: deque[tuple[int, asyncio.Future[None]]] = deque()
        self._random = random.Random()  # noqa: S311  # spreads load, keeps no secret

    def at_most(self, num_tokens: int) -> int:
        """Give an estimate, or the tokens of an empty queue if these are fewer."""
        return min(num_tokens, self._limit_tokens)

    def has(self, num_tokens: int, *, num_admitted: int = 0) -> bool:
        """Tell whether tokens fit; an empty queue takes as many as the limit allows."""
        waiting = self._num_waiting + num_admitted
        if waiting + num_tokens > self._limit_tokens:
            return False
        if not waiting or not self._rate.is_measured:
            return True
        return waiting + num_tokens <= self._queue_seconds * self._rate.tokens_per_second

    def check(self, num_tokens: int) -> None:
        """Check that there is room for tokens that come now.

        Raises:
            QueueFullError: When there is none.
        """
        if not self.has(num_tokens):
            raise QueueFullError(retry_after_seconds=self._retry_after_seconds())

    @contextmanager
    def reserve(self, num_tokens: int) -> Iterator[None]:
        """Hold room for tokens on their way.

        Args:
            num_tokens: An estimate of them.

        Raises:
            QueueFullError: When there is no room.
        """
        num_tokens = self.at_most(num_tokens)
        self.check(num_tokens)
        self._num_reserved_tokens += num_tokens
        try:
            yield
        finally:
            self._num_reserved_tokens -= num_tokens
            self.admit()

    async def wait(self, num_tokens: int) -> None:
        """Wait, behind those who wait already, until there is room.

        Args:
            num_tokens: An estimate of the tokens to come.

        Raises:
            ClosedError: When the service closes first.
        """
        num_tokens = self.at_most(num_tokens)
        if not self._waiting and self.has(num_tokens):
            return
        admitted = asyncio.get_running_loop().create_future()
        self._waiting.append((num_tokens, admitted))
        await admitted

    def admit(self) -> None:
        """Let those who wait for room go on, in their order, as far as the room reaches."""
        num_admitted = 0
        while self._waiting:
            num_tokens, admitted = self._waiting[0]
            if not admitted.done():
                if not self.has(num_tokens, num_admitted=num_admitted):
                    return
                num_admitted += num_tokens
                admitted.set_result(None)
            self._waiting.popleft()

    def close(self) -> None:
        """End the wait of all with a ClosedError."""
        for _, admitted in self._waiting:
            if not admitted.done():
                admitted.set_exception(ClosedError())

    @property
    def _num_waiting(self) -> int:
        return self._queue.num_tokens + self._num_reserved_tokens

    def _retry_after_seconds(self) -> float:
        """Give about the time in which what waits now is delivered."""
        low, high = RETRY_AFTER_SECONDS
        seconds = self._num_waiting / self._rate.tokens_per_second
        return min(high, max(low, seconds * self._random.uniform(*JITTER)))
