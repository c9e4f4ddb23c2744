import asyncio
import os
import signal
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from nomen.model.tagger import Tagger
from nomen.service.engine.loading import describe_all
from nomen.service.engine.shared import Send, SharedInference
from nomen.service.errors import EngineEndedError, RefusedError
from nomen.service.settings import Settings
from nomen.service.workers.engines import Engines
from tests.waiting import turns, wait_until

pytestmark = [pytest.mark.anyio, pytest.mark.slow]


@pytest.fixture
def engines(tiny_bundle: Path) -> Iterator[Engines]:
    found = Engines(Settings(bundle=str(tiny_bundle)))
    yield found
    found.close()


def sending(engines: Engines) -> Send:
    def send(connection: socket.socket) -> None:
        engines.connect(connection, newer_than=0)

    return send


@asynccontextmanager
async def joined(engines: Engines) -> AsyncIterator[SharedInference]:
    found, _ = await SharedInference.join(sending(engines))
    yield found
    await found.close()


def has_reaped_all(engines: Engines) -> bool:
    engines.reap()
    return not engines.pids


async def test_two_share_one_engine_and_one_that_leaves_ends_nothing(engines: Engines) -> None:
    async with joined(engines) as first:
        async with joined(engines) as second:
            both = [each.run([["Harry"]] * n) for each in (first, second) for n in (1, 2)]
            found = await asyncio.gather(*both)

        assert [len(each.outputs) for each in found] == [1, 2, 1, 2]
        assert len(engines.pids) == 1
        assert len((await first.run([["a", "b", "c"]])).outputs) == 1


async def test_it_tells_what_was_loaded_or_why_not(
    engines: Engines, tagger: Tagger, tmp_path: Path
) -> None:
    found, models = await SharedInference.join(sending(engines))
    await found.close()
    refusing = Engines(Settings(bundle=str(tmp_path)))

    assert models == describe_all(tagger)
    with pytest.raises(RefusedError, match=r"manifest\.json: expected a readable file"):
        await SharedInference.join(sending(refusing))
    refusing.close()


async def test_a_killed_engine_has_ended_for_all(engines: Engines) -> None:
    async with joined(engines) as first, joined(engines) as second:
        os.kill(engines.pid or 0, signal.SIGSTOP)
        waiting = second.run([["a"]])
        await turns()

        first.kill()

        await first.until_ended()
        await second.until_ended()
        with pytest.raises(EngineEndedError):
            await waiting
        assert (first.is_alive, second.is_alive) == (False, False)
        first.kill()


async def test_the_next_one_gets_a_new_engine_once_the_old_one_has_ended(engines: Engines) -> None:
    async with joined(engines) as first:
        ended = engines.pid
        first.kill()
        await first.until_ended()
        engines.hear(engines.doors[0])  # that it had loaded
        engines.hear(engines.doors[0])
        wait_until(lambda: has_reaped_all(engines))
    async with joined(engines) as second:
        assert engines.pid not in {ended, None}
        assert len((await second.run([["a"]])).outputs) == 1
