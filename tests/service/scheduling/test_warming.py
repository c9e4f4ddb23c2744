import asyncio
from collections.abc import Sequence

import pytest

from nomen.model.tagger import Tagger
from nomen.service.engine.inference import InferenceResult, InferenceThread, Sentences
from nomen.service.engine.loading import WARM_UP, describe_all
from nomen.service.scheduling.warming import ROUNDS, warm_up

pytestmark = pytest.mark.anyio


class CountingThread(InferenceThread):
    def __init__(self, tagger: Tagger) -> None:
        super().__init__(tagger.forward, batch_tokens=100)
        self.num_runs = 0

    def run(
        self, sentences: Sentences, readers: Sequence[int] = ()
    ) -> "asyncio.Future[InferenceResult]":
        self.num_runs += 1
        return super().run(sentences, readers)


async def test_the_engine_has_run_every_sentence_before_the_first_request(tagger: Tagger) -> None:
    thread = CountingThread(tagger)

    await warm_up(thread, describe_all(tagger), max_tokens=100)
    await thread.close()

    assert thread.num_runs == ROUNDS * len(WARM_UP)


async def test_sentences_that_are_too_long_for_the_limit_are_left_out(tagger: Tagger) -> None:
    thread = CountingThread(tagger)

    await warm_up(thread, describe_all(tagger), max_tokens=1)
    await thread.close()

    assert thread.num_runs == 0
