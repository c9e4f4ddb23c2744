"""Covers the routes of `routes.py` that redact."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from nomen.model.tagger import Tagger
from tests.service.http.test_routes import slug_of

TEXT = "😀 Zoë"


def redact(client: TestClient, **body: object) -> Any:  # noqa: ANN401  # parsed JSON
    response = client.post("/v1/redact", json={"text": TEXT, "threshold": 0, **body})
    assert response.status_code == 200, response.text
    return response.json()


def test_a_text_comes_back_without_its_names(client: TestClient, tagger: Tagger) -> None:
    answer = redact(client)

    (expected,) = tagger.redact([TEXT], threshold=0)
    assert answer["text"] == expected.text
    assert answer["model"] == "nomen-tiny 0.1.0"
    assert answer["expected_missed"] is None
    for name, wanted in zip(answer["names"], expected.names, strict=True):
        assert TEXT[name["start"] : name["end"]] == wanted.original
        span = answer["text"][name["redacted_start"] : name["redacted_end"]]
        assert span == name["replacement"] == "[NAME]"
        assert name["probability"] == pytest.approx(wanted.probability, abs=1e-6)
        assert "original" not in name


@pytest.mark.parametrize(
    ("unit", "width", "encoding"), [("utf16", 2, "utf-16-le"), ("byte", 1, "utf-8")]
)
def test_spans_count_the_unit_in_both_texts(
    client: TestClient, unit: str, width: int, encoding: str
) -> None:
    operator = {"kind": "replace", "with": "«😀»"}

    answer = redact(client, offset_unit=unit, operator=operator, with_originals=True)

    before, after = TEXT.encode(encoding), answer["text"].encode(encoding)
    for name in answer["names"]:
        start, end = name["start"] * width, name["end"] * width
        assert before[start:end].decode(encoding) == name["original"]
        start, end = name["redacted_start"] * width, name["redacted_end"] * width
        assert after[start:end].decode(encoding) == "«😀»"


def test_a_text_of_a_batch_keeps_its_id_and_its_error(client: TestClient) -> None:
    documents = [{"id": "a", "text": "Ron"}, {"id": 3, "tokens": ["Ron"]}, {"text": None}]

    answer = client.post("/v1/redact/batch", json={"documents": documents, "threshold": 0}).json()

    first, second, third = answer["documents"]
    assert (first["id"], first["text"]) == ("a", "[NAME]")
    assert (second["id"], second["error"]["type"]) == (3, "/problems/tokens-refused")
    assert (third["id"], third["error"]["pointer"]) == (None, "/documents/2/text")


def test_tokens_cannot_be_redacted(client: TestClient) -> None:
    response = client.post("/v1/redact", json={"tokens": ["Ron"]})

    assert (response.status_code, slug_of(response)) == (422, "tokens-refused")
