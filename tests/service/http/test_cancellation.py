import asyncio

import pytest
from starlette.requests import ClientDisconnect
from starlette.types import Message

from nomen.service.http.cancellation import UNWATCHED_SECONDS, run_cancellable
from tests.waiting import turns

LATER = 3 * UNWATCHED_SECONDS


class Connection:
    """A client that stays until it is told to leave, and tells when it is watched."""

    def __init__(self) -> None:
        self.is_watched = asyncio.Event()
        self.is_left = asyncio.Event()

    async def receive(self) -> Message:
        self.is_watched.set()
        await self.is_left.wait()
        return {"type": "http.disconnect"}


class Work:
    """Work that ends with an event, and knows whether it was cancelled."""

    def __init__(self) -> None:
        self.was_cancelled = False

    async def run(self, is_done: asyncio.Event) -> str:
        try:
            await is_done.wait()
        except asyncio.CancelledError:
            self.was_cancelled = True
            raise
        return "done"


def soon(seconds: float) -> float:
    return asyncio.get_running_loop().time() + seconds


@pytest.mark.anyio
async def test_work_that_is_wanted_is_done() -> None:
    connection = Connection()
    found = await run_cancellable(
        Work().run(connection.is_watched), deadline=soon(60), receive=connection.receive
    )
    assert found == "done"


@pytest.mark.anyio
async def test_nobody_watches_a_connection_whose_work_is_done_at_once() -> None:
    connection = Connection()
    await run_cancellable(turns(3), deadline=soon(60), receive=connection.receive)
    assert not connection.is_watched.is_set()


@pytest.mark.anyio
@pytest.mark.parametrize("deadline", [-1, UNWATCHED_SECONDS / 2, LATER])
async def test_work_ends_at_the_deadline(deadline: float) -> None:
    work = Work()
    with pytest.raises(TimeoutError):
        await run_cancellable(
            work.run(asyncio.Event()), deadline=soon(deadline), receive=Connection().receive
        )
    assert work.was_cancelled


@pytest.mark.anyio
async def test_work_ends_when_the_client_goes() -> None:
    work, connection = Work(), Connection()
    connection.is_left.set()
    with pytest.raises(ClientDisconnect):
        await run_cancellable(
            work.run(asyncio.Event()), deadline=soon(60), receive=connection.receive
        )
    assert work.was_cancelled
    task = asyncio.current_task()
    assert task is not None
    assert task.cancelling() == 0


@pytest.mark.anyio
async def test_who_cancels_the_waiting_gets_a_cancellation() -> None:
    work, connection = Work(), Connection()
    waiting = asyncio.ensure_future(
        run_cancellable(work.run(asyncio.Event()), deadline=soon(60), receive=connection.receive)
    )
    await connection.is_watched.wait()
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert work.was_cancelled


@pytest.mark.anyio
async def test_errors_of_the_work_stay_themselves() -> None:
    async def fail() -> None:
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        await run_cancellable(fail(), deadline=soon(60), receive=Connection().receive)
