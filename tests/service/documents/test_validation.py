"""Covers `service/documents/expectations.py`, too."""

from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import TypeAdapter
from starlette.testclient import TestClient

from nomen.service.documents.expectations import EXPECTED
from nomen.service.documents.redaction import RedactBatchRequest, RedactRequest
from nomen.service.documents.schemas import BatchRequest, TagRequest

CANARY = "Quillfeather"
KINDS = {
    "kind": {},
    "with": {"kind": "replace"},
    "template": {"kind": "number"},
    "scope": {"kind": "number"},
    "character": {"kind": "mask"},
    "keep_first": {"kind": "mask"},
    "key": {"kind": "hash"},
    "length": {"kind": "hash", "key": "a"},
}
"""An operator that may have a field, by the field."""


def described_fields(schema: object) -> Iterator[str]:
    """Give the fields of all objects in a JSON Schema."""
    if isinstance(schema, dict):
        if isinstance(schema.get("properties"), dict):
            yield from schema["properties"]
        for part in schema.values():
            yield from described_fields(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from described_fields(part)


REQUESTS: list[TypeAdapter[Any]] = [
    TypeAdapter(TagRequest),
    TypeAdapter(BatchRequest),
    TypeAdapter(RedactRequest),
    TypeAdapter(RedactBatchRequest),
]
DESCRIBED = sorted({name for each in REQUESTS for name in described_fields(each.json_schema())})


def test_every_field_of_a_request_says_what_it_expects() -> None:
    assert len(DESCRIBED) > 20
    assert set(DESCRIBED) <= set(EXPECTED)


@pytest.mark.parametrize("field", DESCRIBED)
def test_a_wrong_value_is_found_at_its_field(client: TestClient, field: str) -> None:
    wrong: dict[str, object] = {field: CANARY if field == "operator" else {CANARY: CANARY}}
    if field == "documents":
        problem = client.post("/v1/tag/batch", json=wrong).json()
    elif field in {"id", "text", "tokens"}:
        document = {"text": "a", **wrong} if field == "id" else wrong
        batch = client.post("/v1/tag/batch", json={"documents": [document]}).json()
        problem = batch["documents"][0]["error"]
    elif field == "fields":
        problem = client.post("/v1/tag", json={"text": "a", **wrong}).json()
    elif field in KINDS:
        operator = {**KINDS[field], **wrong}
        problem = client.post("/v1/redact", json={"text": "a", "operator": operator}).json()
    else:
        problem = client.post("/v1/redact", json={"text": "a", **wrong}).json()

    assert problem["pointer"].split("/")[-1] == field
    assert problem["detail"].startswith("expected")
    assert CANARY not in str(problem)
