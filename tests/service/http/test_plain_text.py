"""Covers bodies that are a plain text, on the routes of `routes.py`."""

import io
import json

import httpx2
import pytest
from starlette.testclient import TestClient

from nomen.model.tagger import Tagger
from tests.service.http.test_routes import slug_of

LETTER = "Zoë 😀\nwaved."
PLAIN = {"Content-Type": "text/plain; charset=utf-8"}
CANARY = "Quillfeather"


def post(
    client: TestClient, url: str, content: str | bytes = LETTER, **headers: str
) -> httpx2.Response:
    content = content.encode() if isinstance(content, str) else content
    return client.post(url, content=content, headers={**PLAIN, **headers})


@pytest.mark.parametrize(
    "content_type",
    ["text/plain", "Text/Plain", "text/plain;charset=UTF-8", 'text/plain; charset="utf-8"'],
)
def test_a_text_is_tagged_as_in_json(client: TestClient, content_type: str) -> None:
    headers = {"Content-Type": content_type}

    answer = client.post("/v1/tag", content=LETTER.encode(), headers=headers).json()

    assert answer == client.post("/v1/tag", json={"text": LETTER}).json()


def test_options_of_the_url_are_those_of_json(client: TestClient) -> None:
    query = "threshold=0&offset_unit=utf8&fields=names,starts&consistent=true&timeout_ms=9000"

    answer = post(client, f"/v1/tag?{query}").json()

    options = {"threshold": 0, "offset_unit": "byte", "fields": ["names", "starts"]}
    body = {"text": LETTER, "consistent": True, **options}
    assert answer == client.post("/v1/tag", json=body).json()
    assert answer.keys() == {"model", "starts", "names"}


def test_a_json_body_may_have_options_in_the_url(client: TestClient) -> None:
    body = {"text": LETTER, "threshold": 0}

    answer = client.post("/v1/tag?fields=names", json=body).json()

    assert answer.keys() == {"model", "names"}


def test_an_option_of_the_url_and_of_the_body_is_refused(client: TestClient) -> None:
    for url in ("/v1/tag?threshold=0.2", "/v1/redact?consistent=true&threshold=0.2"):
        response = client.post(url, json={"text": LETTER, "threshold": 0.9})

        assert (response.status_code, slug_of(response)) == (422, "duplicate-field")
        assert response.json()["pointer"] == "/threshold"
        assert (
            response.json()["detail"]
            == "query parameter threshold: expected once, in the URL or the body"
        )


def test_a_wrong_field_of_a_json_body_is_refused_below_an_option_too(client: TestClient) -> None:
    response = client.post("/v1/tag?threshold=0", json={"text": LETTER, "threshold": 2})

    assert (slug_of(response), response.json()["pointer"]) == ("invalid-value", "/threshold")


def test_a_wrong_operator_is_refused_below_an_option_too(client: TestClient) -> None:
    operator = {"kind": "number", "template": "no counter"}

    response = client.post("/v1/redact?operator=mask", json={"text": "a", "operator": operator})

    assert response.json()["pointer"] == "/operator/template"


def test_a_byte_order_mark_is_no_part_of_the_text(client: TestClient) -> None:
    answer = post(client, "/v1/tag", "\ufeffRon").json()

    assert (answer["tokens"], answer["starts"]) == (["Ron"], [0])


def test_an_empty_text_has_no_names(client: TestClient) -> None:
    assert post(client, "/v1/tag?fields=names", b"").json()["names"] == []


@pytest.mark.parametrize("accept", ["", "*/*", "application/json"])
def test_redaction_answers_json_unless_asked(client: TestClient, accept: str) -> None:
    answer = post(client, "/v1/redact?threshold=0&operator=replace", "Ron", Accept=accept).json()

    assert answer["text"] == "[NAME]"


def test_redaction_answers_the_text_itself_if_asked(client: TestClient) -> None:
    response = post(client, "/v1/redact?threshold=0", "Ron", Accept="text/plain")

    assert response.text == "[NAME]"
    assert response.headers["content-type"] == "text/plain; charset=utf-8"
    assert response.headers["nomen-model"].startswith("nomen-tiny 0.1.0 ")
    assert response.headers["nomen-names"] == "1"
    assert "nomen-expected-missed" not in response.headers
    assert "forward" in response.headers["server-timing"]


def test_a_redacted_text_says_how_much_its_preset_is_expected_to_miss(
    client: TestClient, tagger: Tagger
) -> None:
    response = post(client, "/v1/redact", "Ron", Accept="text/plain")

    recall = tagger.bundle.manifest.metrics["high_recall/recall"]
    assert float(response.headers["nomen-expected-missed"]) == pytest.approx(1 - recall, abs=1e-6)


@pytest.mark.parametrize(
    ("url", "slug", "detail"),
    [
        ("/v1/tag?threshold=2", "invalid-value", "query parameter threshold: expected a number"),
        ("/v1/tag?threshold=nan", "invalid-value", "query parameter threshold: expected a number"),
        ("/v1/tag?threshold=medium", "unknown-preset", "query parameter threshold: expected a num"),
        ("/v1/tag?fields=", "invalid-value", "query parameter fields: expected tokens, starts"),
        ("/v1/tag?consistent=1", "wrong-type", "query parameter consistent: expected true or"),
        ("/v1/tag?timeout_ms=soon", "wrong-type", "query parameter timeout_ms: expected a whole"),
        ("/v1/tag?operator=mask", "unknown-field", "query parameters: expected no other"),
        ("/v1/redact?operator=blur", "invalid-value", "query parameter operator: expected replace"),
        ("/v1/redact?operator=hash", "not-in-url", "hash and surrogate need a key"),
        (
            "/v1/redact?key=Quillfeather",
            "not-in-url",
            "in a URL; send the others in application/json",
        ),
        ("/v1/redact?Quillfeather", "unknown-field", "query parameters: expected no other"),
    ],
)
def test_a_wrong_option_is_refused_with_its_name(
    client: TestClient, log_lines: io.StringIO, url: str, slug: str, detail: str
) -> None:
    response = post(client, url)

    assert (response.status_code, slug_of(response)) == (422, slug)
    assert detail in response.json()["detail"]
    assert CANARY not in response.text + log_lines.getvalue()


def test_a_batch_is_json_without_options_in_the_url(client: TestClient) -> None:
    plain = post(client, "/v1/tag/batch")
    optioned = client.post("/v1/redact/batch?threshold=0", json={"documents": []})

    assert (plain.status_code, slug_of(plain)) == (415, "media-type")
    assert (optioned.status_code, slug_of(optioned)) == (422, "unknown-field")


def test_utf16_is_refused(client: TestClient) -> None:
    response = post(client, "/v1/tag", "Harry".encode("utf-16"))

    assert (response.status_code, slug_of(response)) == (400, "not-utf8")


def test_what_curl_sends_if_not_told_otherwise_is_refused_with_the_way_out(
    client: TestClient,
) -> None:
    body = json.dumps({"text": LETTER}).encode()

    response = post(
        client, "/v1/tag", body, **{"Content-Type": "application/x-www-form-urlencoded"}
    )

    assert response.status_code == 415
    assert response.json()["detail"] == (
        "expected Content-Type: application/json or text/plain, in UTF-8; "
        "curl needs -H 'Content-Type: application/json'"
    )


@pytest.mark.parametrize(
    ("text", "expected"), [("Анна met 山", "Cyrillic=4, Han=1"), ("Ada", None)]
)
def test_the_scripts_that_were_not_learned_are_told_in_a_header(
    client: TestClient, text: str, expected: str | None
) -> None:
    headers = {"Content-Type": "text/plain", "Accept": "text/plain"}
    response = client.post("/v1/redact", content=text.encode(), headers=headers)

    assert response.headers.get("nomen-unsupported-scripts") == expected
