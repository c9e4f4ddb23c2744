import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import cast

import numpy as np
import pytest

from nomen.model.tagger import Tagger
from nomen.service.engine.inference import BatchStatistics
from nomen.service.engine.loading import describe_all
from nomen.service.engine.process import InferenceProcess
from nomen.service.errors import EngineEndedError, EngineError, RefusedError
from nomen.service.settings import Settings
from tests.waiting import turns

pytestmark = [pytest.mark.anyio, pytest.mark.slow]

SENTENCES = [["Harry", "Potter", "waved"], ["Ron"], ["a", "b", "c", "d", "e"]]


@asynccontextmanager
async def running(bundle: Path) -> AsyncIterator[InferenceProcess]:
    started, _ = await InferenceProcess.start(Settings(bundle=str(bundle)))
    try:
        yield started
    finally:
        await started.close()


async def test_it_answers_as_a_tagger_here_does(tiny_bundle: Path, tagger: Tagger) -> None:
    started, models = await InferenceProcess.start(Settings(bundle=str(tiny_bundle)))

    found = await started.run(SENTENCES)
    await started.close()

    assert models == describe_all(tagger)
    assert found.batches == [BatchStatistics(num_documents=3, num_tokens=9, num_padded=15)]
    for sentence, output in zip(SENTENCES, found.outputs, strict=True):
        (alone,) = tagger.forward([sentence])
        np.testing.assert_allclose(output.name, alone.name, atol=1e-6)
        np.testing.assert_allclose(output.begin, alone.begin, atol=1e-6)


async def test_each_call_gets_its_own_answer(tiny_bundle: Path) -> None:
    async with running(tiny_bundle) as started:
        calls = [started.run([["a"] * (1 + i % 7)] * (1 + i % 3)) for i in range(50)]
        found = await asyncio.gather(*calls)

    assert [[len(output.name) for output in one.outputs] for one in found] == [
        [1 + i % 7] * (1 + i % 3) for i in range(50)
    ]


async def test_what_cannot_be_loaded_is_told_in_its_own_words(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match=r"manifest\.json: expected a readable file"):
        await InferenceProcess.start(Settings(bundle=str(tmp_path)))


async def test_a_failing_pass_is_an_error_and_the_next_one_runs(tiny_bundle: Path) -> None:
    async with running(tiny_bundle) as started:
        with pytest.raises(EngineError):
            await started.run([[cast("str", 7)]])

        assert len((await started.run([["a", "b", "c"]])).outputs) == 1


async def test_who_waits_for_a_killed_process_is_told(tiny_bundle: Path) -> None:
    async with running(tiny_bundle) as started:
        os.kill(started.pid or 0, signal.SIGSTOP)
        waiting = asyncio.ensure_future(started.run([["a", "b", "c"]]))
        await turns()
        os.kill(started.pid or 0, signal.SIGKILL)

        with pytest.raises(EngineEndedError):
            await waiting
        assert await started.ended == -signal.SIGKILL
        assert not started.is_alive
        with pytest.raises(EngineEndedError):
            await started.run([["a", "b", "c"]])


async def test_it_works_on_when_all_processes_are_told_to_end(tiny_bundle: Path) -> None:
    async with running(tiny_bundle) as started:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            os.kill(started.pid or 0, number)

        assert len((await started.run([["a", "b", "c"]])).outputs) == 1
    assert started.ended.result() == 0


async def test_a_killed_process_answers_nobody(tiny_bundle: Path) -> None:
    async with running(tiny_bundle) as started:
        os.kill(started.pid or 0, signal.SIGSTOP)
        waiting = asyncio.ensure_future(started.run([["a", "b", "c"]]))

        started.kill()

        assert await started.until_ended() == -signal.SIGKILL
        with pytest.raises(EngineEndedError):
            await waiting


async def test_a_process_that_does_not_end_is_killed(tiny_bundle: Path) -> None:
    async with running(tiny_bundle) as started:
        os.kill(started.pid or 0, signal.SIGSTOP)

    assert started.ended.result() == -signal.SIGKILL
