import asyncio

import pytest
from starlette.requests import ClientDisconnect
from starlette.types import Message

from service.patience import UNWATCHED_SECONDS, wait_as_long_as_caller

LATER = 3 * UNWATCHED_SECONDS


class Connection:
    """A connection whose client stays for some time, and which counts how often it is watched."""

    def __init__(self, *, seconds: float) -> None:
        self.num_watched = 0
        self._seconds = seconds

    async def receive(self) -> Message:
        self.num_watched += 1
        await asyncio.sleep(self._seconds)
        return {"type": "http.disconnect"}


class Work:
    """Work of some seconds that knows whether it was cancelled."""

    def __init__(self) -> None:
        self.was_cancelled = False

    async def run(self, seconds: float) -> str:
        try:
            await asyncio.sleep(seconds)
        except asyncio.CancelledError:
            self.was_cancelled = True
            raise
        return "done"


def soon(seconds: float) -> float:
    return asyncio.get_running_loop().time() + seconds


@pytest.mark.anyio
@pytest.mark.parametrize(("seconds", "num_watched"), [(0, 0), (LATER, 1)])
async def test_work_that_is_wanted_is_done(seconds: float, num_watched: int) -> None:
    connection = Connection(seconds=60)
    found = await wait_as_long_as_caller(
        Work().run(seconds), deadline=soon(60), receive=connection.receive
    )
    assert (found, connection.num_watched) == ("done", num_watched)


@pytest.mark.anyio
@pytest.mark.parametrize("deadline", [-1, UNWATCHED_SECONDS / 2, LATER])
async def test_work_ends_at_the_deadline(deadline: float) -> None:
    work = Work()
    with pytest.raises(TimeoutError):
        await wait_as_long_as_caller(
            work.run(60), deadline=soon(deadline), receive=Connection(seconds=60).receive
        )
    assert work.was_cancelled


@pytest.mark.anyio
async def test_work_ends_when_the_client_goes() -> None:
    work = Work()
    with pytest.raises(ClientDisconnect):
        await wait_as_long_as_caller(
            work.run(60), deadline=soon(60), receive=Connection(seconds=0).receive
        )
    assert work.was_cancelled
    task = asyncio.current_task()
    assert task is not None
    assert task.cancelling() == 0


@pytest.mark.anyio
async def test_who_cancels_the_waiting_gets_a_cancellation() -> None:
    work = Work()
    waiting = asyncio.ensure_future(
        wait_as_long_as_caller(
            work.run(60), deadline=soon(60), receive=Connection(seconds=60).receive
        )
    )
    await asyncio.sleep(LATER)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert work.was_cancelled


@pytest.mark.anyio
async def test_errors_of_the_work_stay_themselves() -> None:
    async def fail() -> None:
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        await wait_as_long_as_caller(
            fail(), deadline=soon(60), receive=Connection(seconds=60).receive
        )
