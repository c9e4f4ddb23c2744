"""Cancels work when its deadline passes or its client leaves.

Watching the clock and the connection costs as much as tagging a sentence. Most answers are ready at
once, so the watch begins only after some milliseconds.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

from starlette.requests import ClientDisconnect
from starlette.types import Message, Receive

from nomen.service.errors import AbandonedError

UNWATCHED_SECONDS = 0.02
"""How long work runs before the watch begins."""

T = TypeVar("T")


async def run_cancellable(work: Coroutine[Any, Any, T], *, deadline: float, receive: Receive) -> T:
    """Run work to its end, or cancel it at its deadline or when its client leaves.

    Args:
        work: The work.
        deadline: In the event loop's time.
        receive: Gives the next message of a connection whose request has been read.

    Raises:
        TimeoutError: When the deadline passes first.
        ClientDisconnect: When the client leaves first.
    """
    watch = _Watch(deadline=deadline, receive=receive)
    try:
        return await work
    except AbandonedError:
        raise ClientDisconnect from None
    except asyncio.CancelledError:
        if watch.reason is None:
            raise
        watch.task.uncancel()
        raise watch.reason from None
    finally:
        watch.close()


class _Watch:
    """Cancels the task that made it, and keeps the reason."""

    def __init__(self, *, deadline: float, receive: Callable[[], Awaitable[Message]]) -> None:
        task = asyncio.current_task()
        if task is None:
            raise RuntimeError("expected to run in a task")
        self.task = task
        self.reason: Exception | None = None
        self._deadline = deadline
        self._receive = receive
        self._loop = task.get_loop()
        self._is_closed = False
        self._leaving: asyncio.Future[Message] | None = None
        first_look = min(deadline, self._loop.time() + UNWATCHED_SECONDS)
        self._timer = self._loop.call_at(first_look, self._look)

    def close(self) -> None:
        """End the watch."""
        self._is_closed = True
        self._timer.cancel()
        if self._leaving is not None:
            self._leaving.cancel()

    def _look(self) -> None:
        if self._loop.time() >= self._deadline:
            self._end(TimeoutError())
            return
        self._timer = self._loop.call_at(self._deadline, self._end, TimeoutError())
        self._leaving = asyncio.ensure_future(self._receive())
        self._leaving.add_done_callback(lambda _: self._end(ClientDisconnect()))

    def _end(self, reason: Exception) -> None:
        if not self._is_closed and self.reason is None:
            self.reason = reason
            self.task.cancel()
