"""Runs a stream of asyncio for a caller who has no event loop."""

import asyncio
import threading
from collections import deque
from collections.abc import (
    AsyncGenerator,
    AsyncIterator,
    Awaitable,
    Callable,
    Generator,
    Iterable,
    Iterator,
)
from contextlib import contextmanager, suppress
from typing import Generic, TypeVar

MOST_ITEMS = 500
"""Items that are taken before they are asked for."""

S = TypeVar("S")
T = TypeVar("T")


class ThreadedItems(Generic[S]):
    """The items of an iterable that may block, for an event loop: a thread of its own takes them.

    Args:
        items: The items.
        loop: The event loop that asks for them.
    """

    def __init__(self, items: Iterable[S], loop: asyncio.AbstractEventLoop) -> None:
        self._items = items
        self._loop = loop
        self._taken: deque[S] = deque()
        self._has_news = asyncio.Event()
        self._room = threading.Semaphore(MOST_ITEMS)
        self._has_ended = self._is_closed = self._is_told = False
        self._error: BaseException | None = None
        threading.Thread(target=self._take, name="nomen-stream-items", daemon=True).start()

    def __aiter__(self) -> AsyncIterator[S]:
        return self

    async def __anext__(self) -> S:
        while not self._taken:
            if self._has_ended and not self._taken:
                if self._error is not None:
                    raise self._error
                raise StopAsyncIteration
            self._is_told = False
            if not self._taken and not self._has_ended:
                await self._has_news.wait()
            self._has_news.clear()
        self._room.release()
        return self._taken.popleft()

    def close(self) -> None:
        """Take no more; the iterable is left as soon as it gives another item."""
        self._is_closed = True
        self._room.release()

    def _take(self) -> None:
        try:
            for item in self._items:
                self._room.acquire()
                if self._is_closed:
                    return
                self._taken.append(item)
                self._tell()
        except BaseException as error:  # noqa: BLE001  # raised where the items are asked for
            self._error = error
        finally:
            self._has_ended = True
            self._is_told = False
            self._tell()

    def _tell(self) -> None:
        if not self._is_told:
            self._is_told = True
            with suppress(RuntimeError):  # the loop is closed, and nobody asks any more
                self._loop.call_soon_threadsafe(self._has_news.set)


@contextmanager
def event_loop() -> Iterator[asyncio.AbstractEventLoop]:
    """Run an event loop in a thread."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="nomen-stream", daemon=True)
    thread.start()
    try:
        yield loop
    finally:
        _wait(_cancel_tasks(), loop)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def iterate(
    stream: Callable[[AsyncIterator[S]], AsyncGenerator[list[T], None]], items: Iterable[S]
) -> Generator[T, None, None]:
    """Give what a stream makes of items, while they still come.

    Args:
        stream: Takes the items; gives lists of results.
        items: The items; a thread of its own takes them.
    """
    with event_loop() as loop:
        source = ThreadedItems(items, loop)
        groups = stream(source)
        try:
            while (group := _wait(anext(groups, None), loop)) is not None:
                yield from group
        finally:
            source.close()
            with suppress(RuntimeError):  # the wait for a group was interrupted
                _wait(groups.aclose(), loop)


async def _cancel_tasks() -> None:
    tasks = asyncio.all_tasks() - {asyncio.current_task()}
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _wait(coming: Awaitable[T], loop: asyncio.AbstractEventLoop) -> T:
    async def arrive() -> T:
        return await coming

    future = asyncio.run_coroutine_threadsafe(arrive(), loop)
    try:
        return future.result()
    except BaseException:
        future.cancel()
        raise
