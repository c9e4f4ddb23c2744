import asyncio
from collections.abc import Iterator

import httpx2
import pytest
from starlette.testclient import TestClient

from nomen.model.tagger import Tagger
from nomen.service.http.app import create_app
from nomen.service.settings import Settings
from tests.service.apps import GatedTagger, asgi_client, call_and_leave, until_metric

TEXT = "hello world, my name is Mary Poppins. My number is: 030123456"
PLACES = [
    {"start": 24, "end": 36, "score": 0.8, "entity_type": "PERSON"},
    {"start": 52, "end": 61, "score": 0.95, "entity_type": "PHONE_NUMBER"},
]
CANARY = "Quillfeather"


@pytest.fixture(scope="module")
def real(default_tagger: Tagger) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(), default_tagger)) as opened:
        yield opened


def error_of(response: httpx2.Response) -> str:
    assert response.headers["content-type"] == "application/json"
    (error,) = response.json().values()
    assert list(response.json()) == ["error"]
    assert "\n" not in error
    return str(error)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/supportedentities", ["PERSON"]),
        ("/supportedentities?language=en", ["PERSON"]),
        ("/recognizers?language=en", ["NomenRecognizer"]),
        ("/anonymizers", ["hash", "keep", "mask", "redact", "replace"]),
    ],
)
def test_lists_say_what_is_there(client: TestClient, path: str, expected: list[str]) -> None:
    assert client.get(path).json() == expected


@pytest.mark.parametrize("path", ["/supportedentities", "/recognizers"])
def test_lists_of_other_languages_are_refused(client: TestClient, path: str) -> None:
    response = client.get(path, params={"language": CANARY})

    assert (response.status_code, error_of(response)) == (
        422,
        "language: expected auto, a BCP 47 tag such as en-GB, or a bundle",
    )


def test_health_is_a_line_of_text(client: TestClient) -> None:
    response = client.get("/health")

    assert (response.status_code, response.text) == (200, "Nomen is up")
    assert response.headers["content-type"] == "text/plain; charset=utf-8"


def test_health_fails_from_sigterm_on(client: TestClient) -> None:
    client.app.state.lifecycle.leave()  # type: ignore[attr-defined]  # an ASGI app to it

    response = client.get("/health")

    assert response.status_code == 503
    assert error_of(response) == "The service is shutting down: the service is shutting down"


@pytest.mark.parametrize(
    ("fields", "num_results"),
    [
        ({}, 1),
        ({"entities": ["PERSON", "PHONE_NUMBER"], "score_threshold": 0.6}, 1),
        ({"entities": ["PHONE_NUMBER"]}, 0),
        ({"score_threshold": 0}, 1),
        ({"score_threshold": 1}, 0),
        ({"allow_list": ["Mary Poppins"], "allow_list_match": "exact"}, 0),
        ({"ad_hoc_recognizers": [], "context": ["name"], "correlation_id": "123e4567"}, 1),
    ],
)
def test_persons_are_found_as_asked(
    real: TestClient, fields: dict[str, object], num_results: int
) -> None:
    found = real.post("/analyze", json={"text": TEXT, "language": "en", **fields}).json()

    assert [(result["start"], result["end"]) for result in found] == [(24, 36)] * num_results


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ([], "text: expected a string that is not empty, or a list of one or more"),
        ("", "text: expected a string that is not empty, or a list of one or more"),
        ([5], "text.0: expected a string"),
        (5, "text: expected a string"),
    ],
)
def test_no_text_is_refused(client: TestClient, text: object, message: str) -> None:
    response = client.post("/analyze", json={"text": text, "language": "en"})

    assert response.status_code == 422
    assert error_of(response) == message


def test_several_texts_get_a_list_each_in_their_order(real: TestClient) -> None:
    texts = ["", TEXT, "Nothing."]

    found = real.post("/analyze", json={"text": texts, "language": "en"}).json()
    others = real.post("/analyze", json={"text": texts, "language": "en", "entities": ["ZIP"]})

    assert [len(results) for results in found] == [0, 1, 0]
    assert others.json() == [[], [], []]


def test_an_analysis_tells_its_model_and_its_times(client: TestClient) -> None:
    response = client.post("/analyze", json={"text": TEXT, "language": "en"})

    assert response.headers["nomen-model"].startswith("nomen-tiny 0.1.0 ")
    assert response.headers["server-timing"].startswith("tokenize;dur=")


def test_what_was_found_is_replaced(client: TestClient) -> None:
    anonymizers = {
        "PERSON": {"type": "redact"},
        "PHONE_NUMBER": {"type": "replace", "new_value": "A"},
    }
    body = {"text": TEXT, "analyzer_results": PLACES, "anonymizers": anonymizers}

    answer = client.post("/anonymize", json=body).json()

    assert answer["text"] == "hello world, my name is . My number is: A"
    assert [item["operator"] for item in answer["items"]] == ["replace", "redact"]


def test_the_default_is_for_every_type(client: TestClient) -> None:
    anonymizers = {"DEFAULT": {"type": "replace", "new_value": "ANONYMIZED"}}
    body = {"text": TEXT, "analyzer_results": PLACES, "anonymizers": anonymizers}

    answer = client.post("/anonymize", json=body).json()

    assert answer["text"] == "hello world, my name is ANONYMIZED. My number is: ANONYMIZED"
    assert [(item["start"], item["end"]) for item in answer["items"]] == [(50, 60), (24, 34)]


@pytest.mark.parametrize(
    ("route", "body", "status"),
    [
        ("/analyze", {"text": CANARY}, 422),
        ("/analyze", {"text": CANARY, "language": CANARY}, 422),
        ("/analyze", {"text": [CANARY, 1], "language": "en"}, 422),
        ("/analyze", {"text": CANARY, "language": "en", "score_threshold": CANARY}, 422),
        ("/analyze", {"text": CANARY, "language": "en", "ad_hoc_recognizers": [CANARY]}, 422),
        ("/analyze", {"text": [CANARY] * 4, "language": "en"}, 413),
        ("/analyze", {"text": ["a", f"{CANARY} " * 11], "language": "en"}, 413),
        ("/analyze", [CANARY], 422),
        ("/anonymize", {"text": CANARY}, 422),
        ("/anonymize", {"text": CANARY, "analyzer_results": [{CANARY: 1}]}, 422),
        ("/anonymize", {"text": CANARY, "analyzer_results": PLACES}, 422),
        (
            "/anonymize",
            {
                "text": TEXT,
                "analyzer_results": PLACES,
                "anonymizers": {"PERSON": {"type": CANARY}},
            },
            400,
        ),
    ],
)
def test_errors_have_presidios_form_and_nothing_that_was_sent(
    small: TestClient, route: str, body: object, status: int
) -> None:
    response = small.post(route, json=body)

    assert response.status_code == status
    assert CANARY not in error_of(response)


@pytest.fixture
def small(tagger: Tagger) -> Iterator[TestClient]:
    limits = Settings(max_tokens=10, queue_tokens=12, max_documents=3, max_body_bytes=500)
    with TestClient(create_app(limits, tagger)) as opened:
        yield opened


@pytest.mark.parametrize("route", ["/analyze", "/anonymize"])
@pytest.mark.parametrize(
    ("content", "media_type", "status"),
    [
        (b"{", "application/json", 400),
        (b"{}", "text/csv", 415),
        (b" " * 501, "application/json", 413),
    ],
)
def test_bodies_are_read_as_everywhere(
    small: TestClient, route: str, content: bytes, media_type: str, status: int
) -> None:
    response = small.post(route, content=content, headers={"Content-Type": media_type})

    assert response.status_code == status
    assert error_of(response)


def test_an_answer_that_would_be_far_larger_than_a_body_is_refused(tagger: Tagger) -> None:
    places = [{"start": i, "end": 3900 + i, "score": 1, "entity_type": str(i)} for i in range(80)]
    keep = {"DEFAULT": {"type": "keep"}}
    body = {"text": "x" * 4000, "analyzer_results": places, "anonymizers": keep}

    with TestClient(create_app(Settings(max_body_bytes=10_000), tagger)) as client:
        response = client.post("/anonymize", json=body)

    assert response.status_code == 413
    assert error_of(response).startswith("The answer would be too large: expected at most 160000")


@pytest.mark.anyio
async def test_a_full_queue_refuses_with_the_time_to_wait(gated: GatedTagger) -> None:
    app = create_app(Settings(max_tokens=5, queue_tokens=5), gated)
    body = {"text": "a a a a a", "language": "en"}
    async with asgi_client(app) as client, asyncio.TaskGroup() as group:
        running = group.create_task(client.post("/analyze", json=body))
        await gated.until_entered()
        waiting = group.create_task(client.post("/analyze", json=body))
        await until_metric(client, "nomen_queue_tokens 5.0")

        refused = await client.post("/analyze", json=body)

        gated.let_through()
    assert (refused.status_code, refused.headers["retry-after"].isdigit()) == (429, True)
    assert error_of(refused).startswith("The queue is full: ")
    assert running.result().status_code == waiting.result().status_code == 200


@pytest.mark.anyio
async def test_a_client_that_went_away_gets_no_answer(gated: GatedTagger) -> None:
    app = create_app(Settings(), gated)
    async with asgi_client(app) as client, asyncio.TaskGroup() as group:
        group.create_task(client.post("/v1/tag", json={"text": "a"}))
        await gated.until_entered()

        sent = await call_and_leave(app, "/analyze", b'{"text": "b", "language": "en"}')

        metrics = (await client.get("/metrics")).text
        gated.let_through()
    assert sent == []
    assert 'nomen_requests_total{code="499",route="/analyze"} 1.0' in metrics
