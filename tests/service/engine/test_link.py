"""Covers the link over a socket; `test_process.py` covers it with a real engine."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import numpy as np
import pytest

from nomen.service.engine.framing import write_frame
from nomen.service.engine.link import EngineLink
from nomen.service.errors import EngineEndedError, EngineError, RefusedError
from tests.waiting import until

pytestmark = pytest.mark.anyio


@asynccontextmanager
async def linked() -> AsyncIterator[tuple[EngineLink, socket.socket]]:
    """Give a link and the engine's end."""
    ours, theirs = socket.socketpair()
    with theirs:
        link = await EngineLink.open(ours)
        yield link, theirs
    await link.lost


async def test_a_refusal_is_told_in_its_own_words() -> None:
    async with linked() as (link, engine):
        engine.sendall(write_frame({"refusal": "no bundle"}))

        with pytest.raises(RefusedError, match="no bundle"):
            await link.greeting()


async def test_an_engine_that_ends_before_it_greets_has_ended() -> None:
    async with linked() as (link, engine):
        engine.close()

        with pytest.raises(EngineEndedError):
            await link.greeting()
        assert not link.is_open


async def test_answers_come_in_the_order_of_the_questions() -> None:
    values = np.array([0.25, 0.5, 1], dtype=np.float32).tobytes()
    async with linked() as (link, engine):
        failed = link.run([["Harry"]])
        worked = link.run([["Harry"], ["Ron", "waved"]])
        engine.sendall(write_frame({"refusal": ""}) + write_frame(None))
        engine.sendall(write_frame(([(2, 3, 4)], 0.5, 0, values, values)))

        with pytest.raises(EngineError):
            await failed
        assert [output.name.tolist() for output in (await worked).outputs] == [[0.25], [0.5, 1]]
        with pytest.raises(RefusedError):
            await link.greeting()


async def test_who_waits_when_it_is_aborted_is_told() -> None:
    async with linked() as (link, engine):
        engine.sendall(write_frame({"refusal": ""}))
        waiting = link.run([["Harry"]])
        link.abort()
        await until(lambda: not link.is_open)

        for each in (waiting, link.run([["Ron"]])):
            with pytest.raises(EngineEndedError):
                await each
        with pytest.raises((RefusedError, EngineEndedError)):
            await asyncio.wait_for(link.greeting(), 20)
