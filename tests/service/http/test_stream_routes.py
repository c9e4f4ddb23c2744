import asyncio
import io
import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from nomen.model.tagger import Tagger
from nomen.service.http.app import create_app
from nomen.service.settings import Settings
from tests.service.apps import GatedTagger, asgi_client, until_metric

ROUTE, REDACT = "/v1/tag/stream", "/v1/redact/stream"
JSON_LINES = {"Content-Type": "application/jsonl"}
CANARY = "Quillfeather"


def stream(
    client: TestClient, body: bytes | str, *, route: str = ROUTE, **headers: str
) -> list[dict[str, Any]]:
    answer = client.post(route, content=body, headers=JSON_LINES | headers)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/jsonl"
    return [json.loads(line) for line in answer.text.splitlines()]


def spans(names: list[dict[str, Any]]) -> list[tuple[int, int]]:
    return [(name["start"], name["end"]) for name in names]


def test_each_record_is_answered_as_the_tag_route_does(client: TestClient) -> None:
    texts = ["Harry Potter met Hermione.", "", "Nobody was here"]
    lines = "\n".join(json.dumps({"id": i, "text": text}) for i, text in enumerate(texts))

    answers = stream(client, lines)

    for i, (text, answer) in enumerate(zip(texts, answers, strict=True)):
        alone = client.post("/v1/tag", json={"text": text}).json()
        probabilities = alone.pop("name_probabilities")
        assert answer.pop("name_probabilities") == pytest.approx(probabilities, abs=2e-6)
        assert spans(answer.pop("names")) == spans(alone.pop("names"))
        assert {"model": alone["model"]} | answer == {"id": i} | alone


def test_a_first_line_gives_the_options(client: TestClient) -> None:
    options = '{"options": {"threshold": 0, "offset_unit": "byte"}}\n'
    (answer,) = stream(client, options + '{"text": "é Harry"}')

    assert answer["starts"] == [0, 3]
    assert [name["text"] for name in answer["names"]] == ["é", "Harry"]


def test_a_bad_line_does_not_end_the_stream(client: TestClient) -> None:
    answers = stream(client, '{"text": "a"}\n{"text": 1}\n\n{"id": 5, "tokens": ["b"], "n": 1}')

    assert [answer.get("line") for answer in answers] == [None, 2, None]
    assert answers[1]["error"]["pointer"] == "/text"
    assert (answers[2]["id"], answers[2]["record"]) == (5, {"n": 1})


@pytest.mark.parametrize(
    ("options", "pointer"),
    [
        ('{"threshold": 2}', "/options/threshold"),
        ('{"nothing": 1}', "/options"),
        ("7", "/options"),
    ],
)
def test_wrong_options_end_the_stream(client: TestClient, options: str, pointer: str) -> None:
    for route in (ROUTE, REDACT):
        lines = f'\n{{"options": {options}}}\n{{"text": "a"}}\n'
        (answer,) = stream(client, lines, route=route)

        assert answer["line"] == 2
        assert (answer["error"]["status"], answer["error"]["pointer"]) == (422, pointer)


@pytest.mark.parametrize("query", ["fields=names", "operator=hash&key=Quillfeather", CANARY])
def test_options_in_the_url_are_refused_as_at_the_batch_routes(
    client: TestClient, query: str
) -> None:
    for route in (ROUTE, REDACT):
        answer = client.post(f"{route}?{query}", content='{"text": "a"}', headers=JSON_LINES)
        batch = client.post(f"/v1/tag/batch?{query}", json={"documents": []})

        assert answer.status_code == 422
        assert answer.json() == batch.json()
        assert answer.json()["detail"] == "expected no query parameters; options are in the body"


def test_texts_are_redacted_as_the_redact_route_does(client: TestClient) -> None:
    options = {"operator": {"kind": "replace", "with": "X"}, "threshold": 0.5, "deny": ["Zed"]}
    texts = ["Harry Potter met Hermione.", "Nobody was here but Zed"]
    lines = [{"options": options}, *({"text": text, "note": 1} for text in texts)]

    answers = stream(client, "\n".join(map(json.dumps, lines)), route=REDACT)

    for text, answer in zip(texts, answers, strict=True):
        alone = client.post("/v1/redact", json={"text": text, **options}).json()
        assert (answer["text"], answer["record"]) == (alone["text"], {"note": 1})
        assert spans(answer["names"]) == spans(alone["names"])
        assert answer["expected_missed"] == alone["expected_missed"]


def test_a_token_list_cannot_be_redacted(client: TestClient) -> None:
    answers = stream(client, '{"tokens": ["a"]}\n{"text": ""}', route=REDACT)

    assert answers[0]["error"]["type"] == "/problems/tokens-refused"
    assert answers[1]["text"] == ""


def test_a_stream_answers_the_fields_that_were_asked_for(client: TestClient) -> None:
    (answer,) = stream(client, '{"options": {"fields": ["tokens"]}}\n{"id": 1, "text": "a b"}')

    assert answer == {"id": 1, "tokens": ["a", "b"]}


def test_a_document_may_be_too_large_and_the_next_one_not(tagger: Tagger) -> None:
    limits = Settings(max_tokens=3, queue_tokens=3, max_body_bytes=60)
    with TestClient(create_app(limits, tagger)) as client:
        body = '{"text": "a b c"}\n{"text": "a b c d"}\n{"text": "a b c"}\n{"text": "%s"}\n'
        answers = stream(client, body % ("x" * 100))

    problems = [answer["error"]["type"] for answer in answers if "error" in answer]
    assert [len(answer.get("tokens", [])) for answer in answers] == [3, 0, 3, 0]
    assert problems == ["/problems/document-too-large", "/problems/line-too-large"]


def test_a_stream_may_be_longer_than_a_body(tagger: Tagger) -> None:
    with TestClient(create_app(Settings(max_body_bytes=100), tagger)) as client:
        assert len(stream(client, b'{"text": "Harry"}\n' * 1000)) == 1000


def test_lines_have_a_deadline_if_it_is_asked_for(gated: GatedTagger) -> None:
    with TestClient(create_app(Settings(), gated)) as client:
        (answer,) = stream(client, '{"options": {"timeout_ms": 1}}\n{"text": "Harry"}')
        gated.let_through()

    assert answer["error"]["type"] == "/problems/deadline"


@pytest.mark.parametrize(
    "media_type",
    ["application/jsonl; charset=utf-8", "application/x-ndjson", "application/x-jsonlines"],
)
def test_media_types_of_json_lines_are_understood(client: TestClient, media_type: str) -> None:
    assert stream(client, "", **{"Content-Type": media_type}) == []


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({"Content-Type": "application/json"}, 415),
        ({"Content-Type": "application/jsonl; charset=latin-1"}, 415),
        (JSON_LINES | {"Content-Encoding": "gzip"}, 415),
    ],
)
def test_other_bodies_are_refused(client: TestClient, headers: dict[str, str], code: int) -> None:
    assert client.post(ROUTE, content=b"", headers=headers).status_code == code


def test_other_methods_are_refused(client: TestClient) -> None:
    assert client.get(ROUTE).status_code == 405


def test_a_stream_is_logged_and_counted_without_its_text(
    client: TestClient, log_lines: io.StringIO
) -> None:
    stream(client, f'{{"tokens": ["{CANARY}", "waved"]}}\n{{"{CANARY}"}}\n{{"{CANARY}": 1}}')

    assert CANARY not in log_lines.getvalue()
    assert '"num_tokens":2' in log_lines.getvalue()
    metrics = client.get("/metrics").text
    assert f'nomen_requests_total{{code="200",route="{ROUTE}"}} 1.0' in metrics
    assert "\nnomen_tokens_total 2.0" in metrics
    assert "\nnomen_streams 0.0" in metrics
    assert CANARY not in metrics


@pytest.mark.anyio
async def test_a_full_queue_makes_a_stream_wait(gated: GatedTagger) -> None:
    app = create_app(Settings(max_tokens=10, queue_tokens=10, batch_tokens=8), gated)
    async with asgi_client(app) as client:
        first = asyncio.create_task(client.post("/v1/tag", json={"tokens": ["x"] * 10}))
        await gated.until_entered()
        second = asyncio.create_task(client.post("/v1/tag", json={"tokens": ["x"] * 10}))
        await until_metric(client, "nomen_queue_tokens 10.0")
        refused = await client.post("/v1/tag", json={"text": "a"})
        body = b'{"text": "a,b,c,d"}\n' * 9
        streaming = asyncio.create_task(client.post(ROUTE, content=body, headers=JSON_LINES))
        await until_metric(client, "nomen_streams 1.0")
        gated.let_through()
        answer = await streaming
        codes = [(await each).status_code for each in (first, second)]

    assert (refused.status_code, codes) == (429, [200, 200])
    assert [len(json.loads(line)["tokens"]) for line in answer.text.splitlines()] == [7] * 9
