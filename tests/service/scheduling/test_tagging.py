import json

import pytest

from nomen.model.tagger import Tagger
from nomen.service.documents.schemas import BatchRequest, TextRequest
from nomen.service.errors import RequestError
from nomen.service.telemetry.access_record import AccessRecord
from tests.service.scheduling.loaded import caller_of, loaded, tag

pytestmark = pytest.mark.anyio

STAGES = ["tokenize", "queue", "forward", "encode"]


async def test_a_request_leaves_its_tokens_and_times_in_its_record(tagger: Tagger) -> None:
    record = AccessRecord("one")

    async with loaded(tagger) as lifecycle:
        answer = json.loads(await tag(lifecycle.tagging, TextRequest(text="Harry waved."), record))

    assert answer["model"] == "nomen-tiny 0.1.0"
    assert record.num_tokens == len(answer["tokens"]) == 3
    assert list(record.stage_seconds) == STAGES
    assert all(seconds > 0 for seconds in record.stage_seconds.values())


async def test_a_document_that_cannot_be_tagged_is_an_error(tagger: Tagger) -> None:
    record = AccessRecord("one")

    async with loaded(tagger, max_tokens=2) as lifecycle:
        with pytest.raises(RequestError, match="expected at most 2 tokens"):
            await tag(lifecycle.tagging, TextRequest(text="Harry waved."), record)
    assert record.num_tokens == 0


async def test_a_document_that_cannot_be_tagged_keeps_its_place_in_a_batch(tagger: Tagger) -> None:
    record = AccessRecord("one")
    request = BatchRequest.model_validate({"documents": [{"text": 7}, {"id": 2, "tokens": ["a"]}]})

    async with loaded(tagger) as lifecycle:
        tagging = lifecycle.tagging
        body = await tagging.tag_batch(request, caller=caller_of(lifecycle, record))

    first, second = json.loads(body)["documents"]
    assert first["error"]["type"] == "/problems/wrong-type"
    assert (second["id"], second["tokens"], record.num_tokens) == (2, ["a"], 1)
