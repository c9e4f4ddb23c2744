"""Covers the routes of `routes.py` that redact."""

import io
import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from nomen.model.tagger import Tagger
from nomen.service.http.app import create_app
from nomen.service.settings import Settings
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


OPERATORS: list[tuple[dict[str, object], str]] = [
    ({"kind": "replace", "with": "X"}, r"X X"),
    ({"kind": "number"}, r"\[NAME_1\] \[NAME_1\]"),
    ({"kind": "number", "template": "P{n}"}, r"P1 P1"),
    ({"kind": "mask", "character": "#", "keep_first": 1}, r"H#### H####"),
    ({"kind": "hash", "key": "k", "length": 8}, r"([0-9a-f]{8}) \1"),
    ({"kind": "remove"}, " "),
    ({"kind": "surrogate", "key": "k"}, r"(?!Harry)([A-Z][a-z]+) \1"),
]


@pytest.mark.parametrize(("operator", "expected"), OPERATORS)
def test_each_operator_redacts(
    client: TestClient, operator: dict[str, object], expected: str
) -> None:
    body = {"text": "Harry Harry", "deny": ["Harry"], "threshold": 1, "operator": operator}

    response = client.post("/v1/redact", json=body)

    assert re.fullmatch(expected, response.json()["text"]), response.text


@pytest.mark.parametrize(
    ("operator", "slug", "pointer"),
    [
        ("mask", "wrong-type", "/operator"),
        ({}, "missing-field", "/operator/kind"),
        ({"kind": "blur"}, "invalid-value", "/operator/kind"),
        ({"kind": "hash"}, "missing-field", "/operator/key"),
        ({"kind": "hash", "key": "", "length": 8}, "invalid-value", "/operator/key"),
        (
            {"kind": "hash", "key": "Quillfeather", "length": 65},
            "invalid-value",
            "/operator/length",
        ),
        ({"kind": "number", "template": "Quillfeather"}, "invalid-value", "/operator/template"),
        ({"kind": "replace", "with": "Quill\nfeather"}, "invalid-value", "/operator/with"),
        ({"kind": "mask", "character": "##"}, "invalid-value", "/operator/character"),
        ({"kind": "remove", "with": "Quillfeather"}, "unknown-field", "/operator"),
    ],
)
def test_an_operator_that_cannot_be_used_is_refused(
    client: TestClient, log_lines: io.StringIO, operator: object, slug: str, pointer: str
) -> None:
    response = client.post("/v1/redact", json={"text": TEXT, "operator": operator})

    assert (response.status_code, slug_of(response)) == (422, slug)
    assert response.json()["pointer"] == pointer
    assert "Quill" not in response.text + log_lines.getvalue()


@pytest.mark.parametrize(("scope", "second"), [("batch", "[NAME_2]"), ("document", "[NAME_1]")])
def test_numbers_go_on_within_their_scope(client: TestClient, scope: str, second: str) -> None:
    documents = [{"text": "Harry"}, {"text": 5}, {"text": "Ron"}]
    operator = {"kind": "number", "scope": scope}
    body = {"documents": documents, "deny": ["Harry", "Ron"], "operator": operator}

    entries = client.post("/v1/redact/batch", json=body).json()["documents"]

    assert [entry.get("text") for entry in entries] == ["[NAME_1]", None, second]


def test_a_number_that_stands_in_a_text_of_the_batch_becomes_no_person(client: TestClient) -> None:
    documents = [{"text": "Harry"}, {"text": "[NAME_1]"}]
    operator = {"kind": "number", "scope": "batch"}
    body = {"documents": documents, "deny": ["Harry"], "operator": operator}

    entries = client.post("/v1/redact/batch", json=body).json()["documents"]

    assert [entry["text"] for entry in entries] == ["[NAME_2]", "[NAME_1]"]


def test_lists_decide_what_a_name_is(client: TestClient) -> None:
    body = {
        "text": "Harry met ron.",
        "threshold": 1,
        "allow": ["HARRY met", "."],
        "fold_case": True,
    }
    lists = {"deny": ["harry", "Ron"]}

    answer = client.post("/v1/redact", json={**body, **lists}).json()

    assert answer["text"] == "Harry met [NAME]."
    assert answer["names"][0]["probability"] is None


def test_what_redaction_left_is_no_name(client: TestClient) -> None:
    body = {"text": "[NAME_1] and [NAME]", "threshold": 0}

    answer = client.post("/v1/redact", json={**body, "operator": {"kind": "number"}}).json()

    assert answer["text"].startswith("[NAME_1] ")
    assert answer["text"].endswith(" [NAME]")


def test_a_preset_says_how_much_it_is_expected_to_miss(default_tagger: Tagger) -> None:
    with TestClient(create_app(Settings(), default_tagger)) as client:
        answer = client.post("/v1/redact", json={"text": "Harry Potter waved."}).json()

    recall = default_tagger.bundle.manifest.metrics["high_recall/recall"]
    assert answer["text"] == "[NAME] waved."
    assert answer["expected_missed"] == pytest.approx(1 - recall)


def test_redaction_counts_as_tagging_does(client: TestClient) -> None:
    client.post("/v1/redact", json={"text": "Harry met Ron", "deny": ["Ron"], "threshold": 1})

    lines = client.get("/metrics").text.splitlines()
    assert 'nomen_requests_total{code="200",route="/v1/redact"} 1.0' in lines
    assert {"nomen_tokens_total 3.0", "nomen_names_total 1.0"} <= set(lines)
    assert 'nomen_stage_duration_seconds_count{stage="encode"} 1.0' in lines
