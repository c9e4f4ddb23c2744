"""Options in a URL, for bodies that are a plain text. URLs are logged, so keys and lists are not.

A JSON body may have them, too, but none of them twice.
"""

from collections.abc import Collection, Sequence
from typing import Any
from urllib.parse import parse_qsl

from nomen.service.documents.expectations import EXPECTED
from nomen.service.documents.validation import unknown
from nomen.service.errors import (
    DUPLICATE_FIELD,
    INVALID_VALUE,
    NOT_IN_URL,
    UNKNOWN_FIELD,
    RequestError,
)

TAG_OPTIONS = (
    "language",
    "threshold",
    "offset_unit",
    "timeout_ms",
    "fields",
    "consistent",
    "fold_case",
)
REDACT_OPTIONS = (
    "operator",
    "language",
    "threshold",
    "offset_unit",
    "timeout_ms",
    "consistent",
    "fold_case",
    "with_originals",
)
KEYED = frozenset({"hash", "surrogate"})
"""The operators that need a key."""
MOST_OPTIONS = 32
LONGEST_NUMBER = 32
TRUTHS = {"true": True, "false": False}


def read_options(query: bytes, known: Sequence[str]) -> dict[str, object]:
    """Read the options of a URL as JSON would have them.

    Args:
        query: The query of the URL, still encoded.
        known: The options that the route takes.

    Raises:
        RequestError: When an option is unknown, stands twice or does not belong into a URL.
    """
    try:
        pairs = parse_qsl(
            query.decode("latin-1"), keep_blank_values=True, max_num_fields=MOST_OPTIONS
        )
    except ValueError as error:
        detail = f"expected at most {MOST_OPTIONS} query parameters"
        raise RequestError(INVALID_VALUE, detail) from error
    options: dict[str, Any] = {}
    for name, value in pairs:
        if name not in known:
            raise _refusal(name, known)
        if name == "fields":
            options[name] = [*options.get(name, []), *value.split(",")]
        elif name in options:
            raise RequestError(DUPLICATE_FIELD, f"query parameter {name}: expected once")
        else:
            options[name] = _value(name, value)
    return options


def in_query(error: RequestError, options: Collection[str]) -> RequestError:
    """Give the error of a value with its place, where that is in the query."""
    name = (error.pointer or "").split("/")[1:2]
    if not name or name[0] not in options:
        return error
    return RequestError(error.problem, f"query parameter {name[0]}: {error.detail}")


def _value(name: str, value: str) -> Any:  # noqa: ANN401  # what JSON may have
    match name:
        case "threshold" if len(value) <= LONGEST_NUMBER:
            return _number(value)
        case "timeout_ms" if value.isascii() and value.isdigit() and len(value) <= LONGEST_NUMBER:
            return int(value)
        case "consistent" | "fold_case" | "with_originals":
            return TRUTHS.get(value, value)
        case "operator" if value in KEYED:
            detail = (
                "query parameter operator: hash and surrogate need a key, which no URL may have"
            )
            raise RequestError(NOT_IN_URL, f"{detail}; send application/json")
        case "operator":
            return {"kind": value}
        case _:
            return value


def _number(value: str) -> float | str:
    try:
        return float(value)
    except ValueError:
        return value


def _refusal(name: str, known: Sequence[str]) -> RequestError:
    if not known:
        return RequestError(UNKNOWN_FIELD, "expected no query parameters; options are in the body")
    is_of_others = name in {*TAG_OPTIONS, *REDACT_OPTIONS}
    if name in EXPECTED and not is_of_others:
        listed = ", ".join(known)
        detail = f"expected only {listed} in a URL; send the others in application/json"
        return RequestError(NOT_IN_URL, detail)
    return RequestError(UNKNOWN_FIELD, f"query parameters: {unknown(name, known)}")
