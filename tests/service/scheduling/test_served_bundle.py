import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from nomen.model.tagger import Tagger
from nomen.service.engine.inference import InferenceThread
from nomen.service.engine.loading import describe_all
from nomen.service.scheduling.served_bundle import ServedBundle, open_bundle
from nomen.service.settings import Settings
from nomen.service.telemetry.metrics import Metrics
from tests.service.apps import GatedTagger
from tests.service.scheduling.windows import windows
from tests.waiting import turns

pytestmark = pytest.mark.anyio


class EndingThread(InferenceThread):
    """A thread that can end, as a process can."""

    def __init__(self, tagger: Tagger) -> None:
        super().__init__(tagger.forward, batch_tokens=100)
        self.code: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self.is_killed = False

    async def until_ended(self) -> int:
        return await self.code

    def kill(self) -> None:
        self.is_killed = True


@asynccontextmanager
async def served(
    tagger: Tagger, *, stuck_seconds: float = 60
) -> AsyncIterator[tuple[ServedBundle, EndingThread]]:
    thread = EndingThread(tagger)
    made = ServedBundle(
        thread,
        describe_all(tagger),
        load_seconds=1,
        settings=Settings(stuck_seconds=stuck_seconds),
        metrics=Metrics(),
    )
    yield made, thread
    await made.close()


async def test_one_whose_engine_ends_is_broken(tagger: Tagger) -> None:
    async with served(tagger) as (bundle, thread):
        thread.code.set_result(-9)

        error = await bundle.until_broken()

    assert (error.code, str(error)) == (-9, "the engine's process has ended with -9")


async def test_d6_one_whose_engine_is_stuck_is_broken_and_its_engine_is_killed(
    gated: GatedTagger,
) -> None:
    async with served(gated, stuck_seconds=0.1) as (bundle, thread):
        deadline = asyncio.get_running_loop().time() + 10
        waiting = asyncio.create_task(bundle.scheduler.run(windows(3), deadline=deadline))
        await gated.until_entered()

        error = await bundle.until_broken()

        assert (error.code, thread.is_killed, bundle.is_alive) == (None, True, False)
        gated.let_through()
        await waiting


async def test_one_that_is_retired_closes_when_nobody_uses_it_any_more(tagger: Tagger) -> None:
    async with served(tagger) as (bundle, _):
        with bundle.runner.in_use():
            with bundle.runner.in_use():
                retired = asyncio.create_task(bundle.retire())
            await turns(3)
            assert not retired.done()

        await retired


async def test_a_given_tagger_needs_no_process(tagger: Tagger) -> None:
    opened = await open_bundle(Settings(), Metrics(), tagger=tagger)

    assert (opened.models[0].sha256, opened.pid) == (tagger.bundle.sha256, None)
    await opened.close()
