"""What a caller reads who sent something wrong: one house style over `validation.py` and others."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from nomen.model.tagger import Tagger
from nomen.service.http.app import create_app
from nomen.service.settings import Settings
from tests.service.documents.test_validation import CANARY, DESCRIBED, KINDS

JSON = {"Content-Type": "application/json"}
TAG_FIELDS = (
    "language, threshold, offset_unit, timeout_ms, consistent, allow, deny, fold_case, fields, text"
)
BATCH_FIELDS = TAG_FIELDS.replace("text", "documents")
THRESHOLD = "expected a number from 0 to 1, or high_recall, balanced or high_precision"
FIELDS = (
    "tokens, starts, ends, name_probabilities, names, unsupported_scripts, language, model or "
    "unsupported"
)
KIND = "expected replace, number, mask, hash, remove or surrogate"

MESSAGES: list[tuple[str, object, str, str]] = [
    ("/v1/tag", [], "", "expected an object"),
    ("/v1/tag", {}, "", "expected exactly one of text and tokens"),
    ("/v1/tag", {"text": 5}, "/text", "expected a string"),
    ("/v1/tag", {"text": "\ud800"}, "/text", "expected both halves of every surrogate pair"),
    ("/v1/tag", {"tokens": "a b"}, "/tokens", "expected a list of strings"),
    ("/v1/tag", {"tokens": ["a", 5]}, "/tokens/1", "expected a string of a character or more"),
    ("/v1/tag", {"tokens": ["a", ""]}, "/tokens/1", "expected a string of a character or more"),
    (
        "/v1/tag",
        {"text": "a", "treshold": 1},
        "",
        f"expected no other fields than {TAG_FIELDS}; did you mean threshold?",
    ),
    ("/v1/tag", {"text": "a", CANARY: 1}, "", f"expected no other fields than {TAG_FIELDS}"),
    ("/v1/tag", {"text": "a", "threshold": 1.5}, "/threshold", THRESHOLD),
    ("/v1/tag", {"text": "a", "threshold": CANARY}, "/threshold", THRESHOLD),
    ("/v1/tag", {"text": "a", "threshold": [0]}, "/threshold", THRESHOLD),
    (
        "/v1/tag",
        {"text": "a", "offset_unit": CANARY},
        "/offset_unit",
        "expected codepoint, utf16 or byte",
    ),
    (
        "/v1/tag",
        {"text": "a", "timeout_ms": 1.5},
        "/timeout_ms",
        "expected a whole number from 1 to 3600000",
    ),
    (
        "/v1/tag",
        {"text": "a", "fields": []},
        "/fields",
        f"expected a list of one or more of {FIELDS}",
    ),
    ("/v1/tag", {"text": "a", "fields": [CANARY]}, "/fields/0", f"expected {FIELDS}"),
    ("/v1/tag", {"text": "a", "consistent": 1}, "/consistent", "expected true or false"),
    (
        "/v1/tag",
        {"text": "a", "allow": CANARY},
        "/allow",
        "expected a list of at most 1000 strings",
    ),
    (
        "/v1/tag",
        {"text": "a", "deny": ["a"] * 1001},
        "/deny",
        "expected a list of at most 1000 strings",
    ),
    (
        "/v1/tag",
        {"text": "a", "deny": ["a", "b" * 201]},
        "/deny/1",
        "expected a string of 1 to 200 characters",
    ),
    ("/v1/tag/batch", {}, "/documents", "the field is missing: expected a list of documents"),
    ("/v1/tag/batch", {"documents": {}}, "/documents", "expected a list of documents"),
    (
        "/v1/tag/batch",
        {"documents": [], "treshold": 1},
        "",
        f"expected no other fields than {BATCH_FIELDS}; did you mean threshold?",
    ),
    (
        "/v1/tag/batch",
        {"document": []},
        "",
        f"expected no other fields than {BATCH_FIELDS}; did you mean documents?",
    ),
    (
        "/v1/tag/batch",
        {CANARY: []},
        "/documents",
        "the field is missing: expected a list of documents",
    ),
    ("/v1/redact", {}, "/text", "the field is missing: expected a string"),
    ("/v1/redact", {"tokens": ["a"]}, "", "expected text: a token list cannot be redacted"),
    ("/v1/redact", {"text": "a", "operator": {"kind": CANARY}}, "/operator/kind", KIND),
    (
        "/v1/redact",
        {"text": "a", "operator": {}},
        "/operator/kind",
        f"the field is missing: {KIND}",
    ),
    (
        "/v1/redact",
        {"text": "a", "operator": {"kind": "mask", "keepfirst": 1}},
        "/operator",
        "expected no other fields than kind, character, keep_first; did you mean keep_first?",
    ),
    (
        "/v1/redact",
        {"text": "a", "operator": {"kind": "number", "template": "[N]"}},
        "/operator/template",
        "expected {n} once",
    ),
    (
        "/v1/redact",
        {"text": "a", "operator": {"kind": "hash"}},
        "/operator/key",
        "the field is missing: expected a string of 1 to 1000 characters",
    ),
]


@pytest.mark.parametrize(("route", "body", "pointer", "detail"), MESSAGES)
def test_a_problem_says_what_was_expected_and_where(
    client: TestClient, route: str, body: object, pointer: str, detail: str
) -> None:
    problem = client.post(route, content=json.dumps(body), headers=JSON).json()

    assert (problem["pointer"], problem["detail"]) == (pointer, detail)
    assert CANARY not in str(problem)


@pytest.mark.parametrize(
    ("route", "document", "pointer", "detail"),
    [
        ("/v1/tag/batch", 5, "/documents/1", "expected an object"),
        ("/v1/tag/batch", {}, "/documents/1", "expected exactly one of text and tokens"),
        ("/v1/tag/batch", {"text": 5}, "/documents/1/text", "expected a string"),
        (
            "/v1/tag/batch",
            {"tokens": ["a", 5]},
            "/documents/1/tokens/1",
            "expected a string of a character or more",
        ),
        (
            "/v1/tag/batch",
            {"text": "a", "ID": 5},
            "/documents/1",
            "expected no other fields than id, text",
        ),
        (
            "/v1/redact/batch",
            {"id": 1.5, "text": "a"},
            "/documents/1/id",
            "expected null, a string of at most 256 characters or a whole number below 2^53",
        ),
        (
            "/v1/redact/batch",
            {"tokens": ["a"]},
            "/documents/1",
            "expected text: a token list cannot be redacted",
        ),
        ("/v1/tag/batch", {"text": "a " * 200}, "/documents/1", "expected at most 100 tokens"),
    ],
)
def test_a_problem_of_a_document_points_into_the_batch(
    tagger: Tagger, route: str, document: object, pointer: str, detail: str
) -> None:
    with TestClient(create_app(Settings(max_tokens=100), tagger)) as client:
        batch = client.post(route, json={"documents": [{"text": "a"}, document]}).json()

    problem = batch["documents"][1]["error"]
    assert (problem["pointer"], problem["detail"]) == (pointer, detail)


def test_a_batch_of_too_many_documents_points_to_them(tagger: Tagger) -> None:
    with TestClient(create_app(Settings(max_documents=1), tagger)) as client:
        problem = client.post("/v1/tag/batch", json={"documents": [{"text": "a"}] * 2}).json()

    assert (problem["pointer"], problem["detail"]) == ("/documents", "expected at most 1 documents")


WRONG: list[object] = [
    None,
    True,
    5,
    1.5,
    "",
    CANARY,
    "a" * 2_000,
    [],
    [CANARY],
    [5],
    {},
    {CANARY: 1},
]


def requests_with(field: str, value: object) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give requests with a value in a field, wherever requests have it."""
    if field == "documents":
        yield "/v1/tag/batch", {field: value}
        yield "/v1/redact/batch", {field: value}
    elif field in KINDS:
        yield "/v1/redact", {"text": "a", "operator": {**KINDS[field], field: value}}
    elif field == "id":
        yield "/v1/tag/batch", {"documents": [{"text": "a", field: value}]}
        yield "/v1/redact/batch", {"documents": [{"text": "a", field: value}]}
    else:
        yield "/v1/tag", {"text": "a", field: value}
        yield "/v1/redact", {"text": "a", field: value}


@pytest.mark.parametrize("field", DESCRIBED)
def test_no_problem_speaks_in_the_words_of_a_library(client: TestClient, field: str) -> None:
    answers = [
        client.post(route, json=body)
        for value in WRONG
        for route, body in requests_with(field, value)
    ]

    # A request of 5 ms may be right and yet be late.
    said = [each.text for each in answers if not each.is_server_error and '"detail"' in each.text]
    assert len(said) > 3
    assert not [text for text in said if CANARY in text or "nput should" in text or "Value" in text]
    assert all('"detail":"expected' in text or "is missing: expected" in text for text in said)
