import json
import threading

import pytest

from nomen.model.tagger import Tagger
from nomen.service.documents.redaction import RedactBatchRequest, RedactRequest
from nomen.service.errors import RequestError
from nomen.service.telemetry.access_record import AccessRecord
from tests.service.scheduling.loaded import caller_of, loaded

pytestmark = pytest.mark.anyio


async def test_a_text_is_redacted_and_leaves_its_times(tagger: Tagger) -> None:
    record = AccessRecord("one")
    request = RedactRequest(text="Harry", threshold=0)

    async with loaded(tagger) as lifecycle:
        redacting = lifecycle.redacting
        body = await redacting.redact(request, caller=caller_of(lifecycle, record))

    answer = json.loads(body)
    assert (answer["model"], answer["text"]) == ("nomen-tiny 0.1.0", "[NAME]")
    assert record.num_tokens == 1
    assert record.stage_seconds["encode"] > 0


async def test_a_text_alone_has_what_its_headers_say(tagger: Tagger) -> None:
    request = RedactRequest(text="Zoë waved.", threshold=1)

    async with loaded(tagger) as lifecycle:
        redacting = lifecycle.redacting
        alone = await redacting.redact_alone(
            request,
            caller=caller_of(lifecycle),
        )

    assert alone.body == "Zoë waved.".encode()
    assert (alone.num_names, alone.expected_missed) == (0, None)


async def test_a_text_of_too_many_tokens_is_an_error(tagger: Tagger) -> None:
    async with loaded(tagger, max_tokens=2) as lifecycle:
        redacting = lifecycle.redacting
        with pytest.raises(RequestError, match="expected at most 2 tokens"):
            await redacting.redact(
                RedactRequest(text="Harry waved."),
                caller=caller_of(lifecycle),
            )


async def test_a_text_that_cannot_be_redacted_keeps_its_place_in_a_batch(tagger: Tagger) -> None:
    documents = [{"text": 7}, {"id": 2, "text": "Harry"}, {"tokens": ["Harry"]}]
    request = RedactBatchRequest.model_validate({"documents": documents, "threshold": 0})

    async with loaded(tagger) as lifecycle:
        redacting = lifecycle.redacting
        body = await redacting.redact_batch(
            request,
            caller=caller_of(lifecycle),
        )

    first, second, third = json.loads(body)["documents"]
    assert first["error"]["pointer"] == "/documents/0/text"
    assert (second["id"], second["text"]) == (2, "[NAME]")
    assert third["error"]["type"] == "/problems/tokens-refused"


@pytest.mark.parametrize(("kind", "is_threaded"), [("hash", False), ("surrogate", True)])
async def test_surrogates_are_drawn_beside_the_event_loop(
    tagger: Tagger, kind: str, *, is_threaded: bool
) -> None:
    operator = {"kind": kind, "key": "k"}
    request = RedactRequest.model_validate({"text": "Harry", "operator": operator, "threshold": 0})

    async with loaded(tagger) as lifecycle:
        redacting = lifecycle.redacting
        await redacting.redact(
            request,
            caller=caller_of(lifecycle),
        )

        names = [thread.name for thread in threading.enumerate()]
        assert any(name.startswith("documents") for name in names) == is_threaded
