import asyncio

import pytest

from nomen.service.streams.patience import Patience
from tests.waiting import turns


async def wait(patience: Patience, *, is_limited: bool = True) -> None:
    async with patience.waiting(is_limited=is_limited):
        await asyncio.Event().wait()


@pytest.mark.anyio
async def test_a_wait_ends_after_its_limit() -> None:
    with pytest.raises(TimeoutError):
        await wait(Patience(0.001))


@pytest.mark.anyio
async def test_an_unlimited_wait_ends_after_its_limit_is_started() -> None:
    patience = Patience(0.001)
    waiting = asyncio.create_task(wait(patience, is_limited=False))
    await turns(3)
    assert not waiting.done()
    patience.restart()

    with pytest.raises(TimeoutError):
        await waiting


@pytest.mark.anyio
async def test_a_shorter_limit_holds_for_this_wait_and_the_next() -> None:
    patience = Patience(3600)
    patience.restart()
    waiting = asyncio.create_task(wait(patience))
    await turns(3)
    patience.shorten(0)

    for each in (waiting, wait(patience)):
        with pytest.raises(TimeoutError):
            await each
