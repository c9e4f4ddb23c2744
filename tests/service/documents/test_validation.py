from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError
from starlette.testclient import TestClient

from nomen.service.documents.schemas import BatchRequest, TagRequest
from nomen.service.documents.validation import FIELDS, to_problem

CANARY = "Quillfeather"


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


REQUESTS: list[TypeAdapter[Any]] = [TypeAdapter(TagRequest), TypeAdapter(BatchRequest)]
DESCRIBED = sorted({name for each in REQUESTS for name in described_fields(each.json_schema())})


def test_pointers_know_every_field_of_a_request() -> None:
    assert len(DESCRIBED) > 5
    assert set(DESCRIBED) == FIELDS


@pytest.mark.parametrize("field", DESCRIBED)
def test_a_wrong_value_is_found_at_its_field(client: TestClient, field: str) -> None:
    wrong: dict[str, object] = {field: {CANARY: CANARY}}
    if field == "documents":
        problem = client.post("/v1/tag/batch", json=wrong).json()
    elif field in {"id", "text", "tokens"}:
        document = {"text": "a", **wrong} if field == "id" else wrong
        batch = client.post("/v1/tag/batch", json={"documents": [document]}).json()
        problem = batch["documents"][0]["error"]
    else:
        problem = client.post("/v1/tag", json={"text": "a", **wrong}).json()

    assert problem["pointer"] == f"/{field}"
    assert CANARY not in str(problem)


def test_all_messages_for_one_place_are_given() -> None:
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(TagRequest).validate_python({"text": "a", "threshold": [], "timeout_ms": 0})

    problem = to_problem(caught.value.errors())

    assert problem.pointer == "/threshold"
    assert problem.detail.count("; or: ") == 1
    assert "3600000" not in problem.detail
