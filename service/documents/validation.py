"""Turns pydantic's errors into problems that never repeat what the caller sent.

A problem's pointer names fields of the request models only, because the name of an unknown field is
the caller's text.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from pydantic import BaseModel

from nomen.service.documents.schemas import Strict
from nomen.service.errors import (
    INVALID_VALUE,
    LONE_SURROGATE,
    MISSING_FIELD,
    TEXT_OR_TOKENS,
    UNKNOWN_FIELD,
    UNKNOWN_PRESET,
    WRONG_TYPE,
    ProblemType,
    RequestError,
)


def _fields_of(model: type[BaseModel]) -> frozenset[str]:
    """Give the fields of a model and of all models that inherit from it."""
    return frozenset(model.model_fields).union(*map(_fields_of, model.__subclasses__()))


@cache
def _known_fields() -> frozenset[str]:
    """Give the fields of all request models, once all of them are defined."""
    return _fields_of(Strict)


PROBLEMS = {
    "extra_forbidden": UNKNOWN_FIELD,
    "missing": MISSING_FIELD,
    "text_or_tokens": TEXT_OR_TOKENS,
    "lone_surrogate": LONE_SURROGATE,
    "string_unicode": LONE_SURROGATE,
    "unknown_preset": UNKNOWN_PRESET,
}
DETAILS = {
    UNKNOWN_FIELD: "expected no other fields",
    LONE_SURROGATE: "expected both halves of every surrogate pair",
}
KIND_TAGS = (("text",), ("tokens",))
"""What pydantic puts before a field's name where a document is a text or a token list."""


def to_problem(errors: Sequence[Mapping[str, Any]]) -> RequestError:
    """Give the problem for the first of pydantic's errors, with all messages for its place."""
    first = errors[0]
    pointer = _pointer(first["loc"])
    messages = {error["msg"]: None for error in errors if _pointer(error["loc"]) == pointer}
    kind = _kind(first["type"])
    return RequestError(kind, DETAILS.get(kind, "; or: ".join(messages)), pointer=pointer)


def _kind(error: str) -> ProblemType:
    is_type = error.endswith("_type") or error == "model_attributes_type"
    return PROBLEMS.get(error, WRONG_TYPE if is_type else INVALID_VALUE)


def _pointer(place: tuple[int | str, ...]) -> str:
    """Write a place as a JSON Pointer, without the tags of unions and without unknown fields."""
    place = place[1:] if place[:1] == ("body",) else place
    place = place[1:] if place[:1] in KIND_TAGS else place
    parts = [part for part in place if isinstance(part, int) or part in _known_fields()]
    return "".join(f"/{part}" for part in parts)
