"""From pydantic's faults to problems; knows no model of ours and repeats no value.

A fault's place is told with names of our own fields alone: the name of an unknown field is a
caller's text.
"""

from collections.abc import Mapping, Sequence
from typing import Any

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

FIELDS = frozenset({"text", "tokens", "documents", "id", "threshold", "offset_unit", "timeout_ms"})
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
"""Labels of the union of texts and token lists, which stand before its fields."""


def to_problem(faults: Sequence[Mapping[str, Any]]) -> RequestError:
    """Give the problem that the first of a validation's faults is, all of its place told."""
    first = faults[0]
    pointer = _pointer(first["loc"])
    messages = {fault["msg"]: None for fault in faults if _pointer(fault["loc"]) == pointer}
    kind = _kind(first["type"])
    return RequestError(kind, DETAILS.get(kind, "; or: ".join(messages)), pointer=pointer)


def _kind(fault: str) -> ProblemType:
    is_type = fault.endswith("_type") or fault == "model_attributes_type"
    return PROBLEMS.get(fault, WRONG_TYPE if is_type else INVALID_VALUE)


def _pointer(place: tuple[int | str, ...]) -> str:
    """Write a place as a JSON Pointer, without the labels of unions and without unknown fields."""
    place = place[1:] if place[:1] == ("body",) else place
    place = place[1:] if place[:1] in KIND_TAGS else place
    parts = [part for part in place if isinstance(part, int) or part in FIELDS]
    return "".join(f"/{part}" for part in parts)
