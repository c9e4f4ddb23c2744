import asyncio
import json
import threading
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest

from nomen.model.documents import WindowProbabilities
from nomen.model.tagger import Tagger
from nomen.service.documents.schemas import BatchRequest, TextRequest, TokensRequest
from nomen.service.errors import QueueFullError, RequestError
from nomen.service.scheduling.lifecycle import Lifecycle
from nomen.service.scheduling.tagging import LARGE, Tagging
from nomen.service.settings import Settings
from nomen.service.telemetry.access_record import AccessRecord

pytestmark = pytest.mark.anyio

STAGES = ["tokenize", "queue", "forward", "encode"]


class CountingTagger(Tagger):
    """A tagger that counts its forward passes."""

    def __init__(self, tagger: Tagger) -> None:
        super().__init__(tagger.bundle, tagger.engine)
        self.num_passes = 0

    def forward(self, sentences: Sequence[Sequence[str]]) -> list[WindowProbabilities]:
        self.num_passes += 1
        return super().forward(sentences)


@asynccontextmanager
async def tagging_of(tagger: Tagger, **limits: int) -> AsyncIterator[Tagging]:
    lifecycle = Lifecycle(Settings(**limits), tagger=tagger)  # type: ignore[arg-type]  # of any name
    async with lifecycle.running():
        assert lifecycle.loading is not None
        await lifecycle.loading
        yield lifecycle.tagging


async def tag(
    tagging: Tagging, request: TextRequest | TokensRequest, record: AccessRecord
) -> bytes:
    deadline = tagging.deadline(None)
    return await tagging.tag(request, deadline=deadline, is_wanted=lambda: True, record=record)


async def test_a_request_leaves_its_tokens_and_times_in_its_record(tagger: Tagger) -> None:
    record = AccessRecord("one")

    async with tagging_of(tagger) as tagging:
        answer = json.loads(await tag(tagging, TextRequest(text="Harry waved."), record))

    assert answer["model"] == "nomen-tiny 0.1.0"
    assert record.num_tokens == len(answer["tokens"]) == 3
    assert list(record.stage_seconds) == STAGES
    assert all(seconds > 0 for seconds in record.stage_seconds.values())


async def test_a_document_that_cannot_be_tagged_is_an_error(tagger: Tagger) -> None:
    record = AccessRecord("one")

    async with tagging_of(tagger, max_tokens=2) as tagging:
        with pytest.raises(RequestError, match="expected at most 2 tokens"):
            await tag(tagging, TextRequest(text="Harry waved."), record)
    assert record.num_tokens == 0


async def test_a_document_that_cannot_be_tagged_keeps_its_place_in_a_batch(tagger: Tagger) -> None:
    record = AccessRecord("one")
    request = BatchRequest.model_validate({"documents": [{"text": 7}, {"id": 2, "tokens": ["a"]}]})

    async with tagging_of(tagger) as tagging:
        deadline = tagging.deadline(None)
        body = await tagging.tag_batch(
            request, deadline=deadline, is_wanted=lambda: True, record=record
        )

    first, second = json.loads(body)["documents"]
    assert first["error"]["type"] == "/problems/wrong-type"
    assert (second["id"], second["tokens"], record.num_tokens) == (2, ["a"], 1)


async def test_a_request_without_tokens_needs_no_engine(tagger: Tagger) -> None:
    counting = CountingTagger(tagger)

    async with tagging_of(counting) as tagging:
        body = await tag(tagging, TextRequest(text=" "), AccessRecord("one"))

    assert json.loads(body)["tokens"] == []
    assert counting.num_passes == 0


@pytest.mark.parametrize(("num_tokens", "is_threaded"), [(LARGE - 1, False), (LARGE, True)])
async def test_only_large_requests_leave_the_event_loop(
    tagger: Tagger, num_tokens: int, *, is_threaded: bool
) -> None:
    async with tagging_of(tagger) as tagging:
        await tag(tagging, TokensRequest(tokens=["a"] * num_tokens), AccessRecord("one"))

        names = [thread.name for thread in threading.enumerate()]
        assert any(name.startswith("documents") for name in names) == is_threaded


async def test_a_large_text_needs_room_in_the_queue_before_it_is_tokenized(tagger: Tagger) -> None:
    text = "a " * 5_000

    async with tagging_of(tagger, max_tokens=10, queue_tokens=10) as tagging:
        scheduler = tagging._scheduler  # noqa: SLF001  # nothing else fills the queue at will
        with scheduler.reserve(10), pytest.raises(QueueFullError):
            await tag(tagging, TextRequest(text=text), AccessRecord("one"))


async def test_the_sooner_deadline_counts(tagger: Tagger) -> None:
    async with tagging_of(tagger) as tagging:
        now = asyncio.get_running_loop().time()

        assert tagging.deadline(100) - now == pytest.approx(0.1, abs=0.05)
        assert tagging.deadline(3_600_000) - now == pytest.approx(30, abs=0.05)
