"""Ways to wait for what happens elsewhere: on the event loop, in a thread, in another process.

A test that can be told of an event waits for it. These are for the rest: they look again and again
whether it has happened, and fail after a deadline.
"""

import asyncio
import select
import time
from collections.abc import Callable

import pytest

DEADLINE_SECONDS = 20.0
_PAUSE_SECONDS = 0.01


async def turns(count: int = 1) -> None:
    """Let the event loop call what is due, and what that makes due, some times over."""
    for _ in range(count):
        await asyncio.sleep(0)  # noqa: TID251  # no time passes


async def until(condition: Callable[[], bool]) -> None:
    """Let the event loop run until a condition holds."""
    async with asyncio.timeout(DEADLINE_SECONDS):
        while not condition():
            await turns()


def wait_until(condition: Callable[[], bool], *, seconds: float = DEADLINE_SECONDS) -> None:
    """Wait until another process has made a condition hold."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            pytest.fail(f"not so after {seconds:g} seconds")
        time.sleep(_PAUSE_SECONDS)  # noqa: TID251  # what has no event


def wait_for_end(process_descriptor: int) -> None:
    """Wait until a process, given as `os.pidfd_open` does, has ended."""
    if not select.select([process_descriptor], [], [], DEADLINE_SECONDS)[0]:
        pytest.fail(f"the process has not ended after {DEADLINE_SECONDS:g} seconds")
