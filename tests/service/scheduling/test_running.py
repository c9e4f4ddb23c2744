import asyncio
import json
import threading
from collections.abc import Sequence

import pytest

from nomen.model.tagger import Tagger
from nomen.model.windows import WindowProbabilities
from nomen.service.documents.schemas import TextRequest, TokensRequest
from nomen.service.errors import QueueFullError
from nomen.service.scheduling.running import LARGE
from nomen.service.telemetry.access_record import AccessRecord
from tests.service.scheduling.loaded import loaded, tag

pytestmark = pytest.mark.anyio


class CountingTagger(Tagger):
    """A tagger that counts its forward passes."""

    def __init__(self, tagger: Tagger) -> None:
        super().__init__(tagger.bundle, tagger.engine)
        self.num_passes = 0

    def forward(self, sentences: Sequence[Sequence[str]]) -> list[WindowProbabilities]:
        self.num_passes += 1
        return super().forward(sentences)


async def test_a_request_without_tokens_needs_no_engine(tagger: Tagger) -> None:
    counting = CountingTagger(tagger)

    async with loaded(counting) as lifecycle:
        body = await tag(lifecycle.tagging, TextRequest(text=" "), AccessRecord("one"))

    assert json.loads(body)["tokens"] == []
    assert counting.num_passes == 0


@pytest.mark.parametrize(("num_tokens", "is_threaded"), [(LARGE - 1, False), (LARGE, True)])
async def test_only_large_requests_leave_the_event_loop(
    tagger: Tagger, num_tokens: int, *, is_threaded: bool
) -> None:
    async with loaded(tagger) as lifecycle:
        await tag(lifecycle.tagging, TokensRequest(tokens=["a"] * num_tokens), AccessRecord("one"))

        names = [thread.name for thread in threading.enumerate()]
        assert any(name.startswith("documents") for name in names) == is_threaded


async def test_a_large_text_needs_room_in_the_queue_before_it_is_tokenized(tagger: Tagger) -> None:
    text = "a " * 5_000

    async with loaded(tagger, max_tokens=10, queue_tokens=10) as lifecycle:
        scheduler = lifecycle.runner._scheduler  # noqa: SLF001  # nothing else fills the queue at will
        with scheduler.room.reserve(10), pytest.raises(QueueFullError):
            await tag(lifecycle.tagging, TextRequest(text=text), AccessRecord("one"))


async def test_the_sooner_deadline_counts(tagger: Tagger) -> None:
    async with loaded(tagger) as lifecycle:
        now = asyncio.get_running_loop().time()

        assert lifecycle.runner.deadline(100) - now == pytest.approx(0.1, abs=0.05)
        assert lifecycle.runner.deadline(3_600_000) - now == pytest.approx(30, abs=0.05)


@pytest.mark.parametrize(("num_phrases", "is_threaded"), [(1, False), (200, True)])
async def test_long_lists_are_compiled_beside_the_event_loop(
    tagger: Tagger, num_phrases: int, *, is_threaded: bool
) -> None:
    request = TextRequest(text="Harry", deny=[f"{i:0100}" for i in range(num_phrases)])

    async with loaded(tagger) as lifecycle:
        await tag(lifecycle.tagging, request, AccessRecord("one"))

        names = [thread.name for thread in threading.enumerate()]
        assert any(name.startswith("documents") for name in names) == is_threaded
