"""Covers `service/documents/values.py`, too."""

import pytest
from pydantic import TypeAdapter, ValidationError

from nomen.service.documents.schemas import (
    TagRequest,
    TextRequest,
    TokensRequest,
)
from nomen.service.documents.validation import to_problem
from nomen.service.errors import RequestError

adapter: TypeAdapter[TextRequest | TokensRequest] = TypeAdapter(TagRequest)


def problem_of(value: object) -> RequestError:
    with pytest.raises(ValidationError) as caught:
        adapter.validate_python(value)
    return to_problem(caught.value.errors(), TagRequest)


@pytest.mark.parametrize(
    ("value", "slug", "pointer"),
    [
        ({}, "text-or-tokens", ""),
        ({"text": "a", "tokens": ["a"]}, "text-or-tokens", ""),
        ({"text": None}, "wrong-type", "/text"),
        ([], "wrong-type", ""),
        ({"text": 5}, "wrong-type", "/text"),
        ({"tokens": "a b"}, "wrong-type", "/tokens"),
        ({"tokens": ["a", 5]}, "wrong-type", "/tokens/1"),
        ({"tokens": ["a", ""]}, "invalid-value", "/tokens/1"),
        ({"text": "\ud800"}, "lone-surrogate", "/text"),
        ({"tokens": ["\ud83d", "\ude00"]}, "lone-surrogate", "/tokens/0"),
        ({"text": "a", "Hermione": 1}, "unknown-field", ""),
        ({"text": "a", "\ud800": 1}, "lone-surrogate", ""),
        ({"text": "a", "threshold": 1.5}, "invalid-value", "/threshold"),
        ({"text": "a", "threshold": True}, "wrong-type", "/threshold"),
        ({"text": "a", "threshold": "Hermione"}, "unknown-preset", "/threshold"),
        ({"text": "a", "offset_unit": "Hermione"}, "invalid-value", "/offset_unit"),
        ({"text": "a", "timeout_ms": 0}, "invalid-value", "/timeout_ms"),
        ({"text": "a", "timeout_ms": 1.5}, "wrong-type", "/timeout_ms"),
    ],
)
def test_a_wrong_request_has_a_problem_and_a_place(value: object, slug: str, pointer: str) -> None:
    problem = problem_of(value)

    assert (problem.problem.slug, problem.pointer) == (slug, pointer)
    assert "Hermione" not in str(problem.to_json())


def test_a_request_is_a_text_or_tokens() -> None:
    assert adapter.validate_python({"text": "a", "threshold": 1}).document == "a"
    assert adapter.validate_python({"tokens": ["a"], "threshold": "balanced"}).document == ["a"]


def test_a_whole_number_is_an_integer() -> None:
    assert adapter.validate_python({"text": "a", "timeout_ms": 50.0}).timeout_ms == 50
