"""Turns pydantic's errors into problems in Nomen's words, which never repeat what the caller sent.

A problem's pointer names fields of the request models only, because the name of an unknown field is
the caller's text.
"""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, Tag

from nomen.service.documents.expectations import (
    EXPECTED,
    EXPECTED_ITEM,
    EXPECTED_TEXT,
    EXPECTED_TYPE,
    KINDS,
)
from nomen.service.errors import (
    INVALID_VALUE,
    LONE_SURROGATE,
    MISSING_FIELD,
    TEXT_OR_TOKENS,
    TOKENS_REFUSED,
    UNKNOWN_FIELD,
    UNKNOWN_PRESET,
    WRONG_TYPE,
    ProblemType,
    RequestError,
)

PROBLEMS = {
    "extra_forbidden": UNKNOWN_FIELD,
    "missing": MISSING_FIELD,
    "union_tag_not_found": MISSING_FIELD,
    "text_or_tokens": TEXT_OR_TOKENS,
    "tokens_refused": TOKENS_REFUSED,
    "lone_surrogate": LONE_SURROGATE,
    "string_unicode": LONE_SURROGATE,
    "unknown_preset": UNKNOWN_PRESET,
}
DETAILS = {
    TEXT_OR_TOKENS: "expected exactly one of text and tokens",
    TOKENS_REFUSED: "expected text: a token list cannot be redacted",
    LONE_SURROGATE: "expected both halves of every surrogate pair",
}
SIMILARITY = 0.7
"""How near an unknown name must be to a known one to be taken for a slip of the hand."""
LONGEST_SLIP = 40
"""Characters from which an unknown name is compared with none."""
MOST_COMPARED = 32
"""Errors that are searched for a slip: a body may have very many unknown fields."""

Step = str | int


def to_problem(
    errors: Sequence[Mapping[str, Any]], expected: object = None, *, place: str = ""
) -> RequestError:
    """Give the problem for the first of pydantic's errors.

    Args:
        errors: What pydantic found.
        expected: The model, or the annotation of models, that the value was checked against.
        place: The pointer to the value in what was sent.
    """
    first = _slip(errors) or errors[0]
    kind = _kind(first["type"])
    steps, annotation = _walk(expected, first["loc"])
    if kind is UNKNOWN_FIELD:
        detail = unknown(str(first["loc"][-1]), list(_fields(annotation)))
    elif first["type"].startswith("union_tag"):
        steps, detail = [*steps, "kind"], _detail(kind, KINDS)
    else:
        detail = _detail(kind, DETAILS.get(kind) or _expected(steps, first["type"]))
    pointer = place + "".join(f"/{step}" for step in steps)
    return RequestError(kind, detail, pointer=pointer)


def unknown(name: str, known: Sequence[str]) -> str:
    """Say that a name is unknown, without the name: the known ones, and the one that was meant."""
    near = _near(name, known)
    hint = "" if near is None else f"; did you mean {near}?"
    return f"expected no other fields than {', '.join(known)}{hint}"


def _near(name: str, known: Sequence[str]) -> str | None:
    """Give the known name that was meant: one that looks like it, or has it for its last word."""
    if len(name) > LONGEST_SLIP:
        return None
    near = difflib.get_close_matches(name, known, n=1, cutoff=SIMILARITY)
    return next(iter(near), None) or next((k for k in known if k.endswith(f"_{name}")), None)


def _slip(errors: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """Give the error of an unknown field that was meant for the one whose lack is the first."""
    if errors[0]["type"] != "missing":
        return None
    *parent, missing = errors[0]["loc"]
    for error in errors[:MOST_COMPARED]:
        *place, name = error["loc"] or ("",)
        if (
            error["type"] == "extra_forbidden"
            and place == parent
            and _near(str(name), [str(missing)])
        ):
            return error
    return None


def _kind(error: str) -> ProblemType:
    is_type = error.endswith("_type") or error == "int_from_float"
    return PROBLEMS.get(error, WRONG_TYPE if is_type else INVALID_VALUE)


def _detail(kind: ProblemType, detail: str) -> str:
    return f"the field is missing: {detail}" if kind is MISSING_FIELD else detail


def _expected(steps: Sequence[Step], error: str) -> str:
    match steps:
        case ["text"] if error in {"too_short", "string_too_short"}:
            return EXPECTED_TEXT
        case [*_, str(field)] if field in EXPECTED:
            return EXPECTED[field]
        case [*_, str(field), int()] if field in EXPECTED_ITEM:
            return EXPECTED_ITEM[field]
        case _:
            return EXPECTED_TYPE.get(error, "expected another value")


def _walk(expected: object, place: Sequence[Step]) -> tuple[list[Step], object]:
    """Follow pydantic's place through models: give its fields and items, and what is there.

    Tags of unions, names of types and unknown fields are left out.
    """
    steps: list[Step] = []
    for step in place:
        annotation = _bare(expected)
        kinds, fields = dict(_kinds(annotation)), _fields(annotation)
        if step in kinds:
            expected = kinds[step]
        elif isinstance(step, int):
            steps.append(step)
            expected = next(iter(get_args(annotation)), None)
        elif step in fields:
            steps.append(step)
            expected = fields[step]
    return steps, expected


def _bare(annotation: object) -> object:
    return get_args(annotation)[0] if get_origin(annotation) is Annotated else annotation


def _kinds(annotation: object) -> Iterator[tuple[Step, object]]:
    """Give the models of a union by the tags that pydantic gives them."""
    if get_origin(annotation) not in {Union, UnionType}:
        return
    for member in get_args(annotation):
        model = _bare(member)
        tags = [each.tag for each in get_args(member) if isinstance(each, Tag)]
        if isinstance(model, type) and issubclass(model, BaseModel):
            tags += get_args(getattr(model.model_fields.get("kind"), "annotation", None))
        yield from ((tag, model) for tag in tags)


def _fields(annotation: object) -> dict[str, Any]:
    """Give the fields of a model as callers write them, with their annotations."""
    model = _bare(annotation)
    if not (isinstance(model, type) and issubclass(model, BaseModel)):
        return {}
    return {field.alias or name: field.annotation for name, field in model.model_fields.items()}
