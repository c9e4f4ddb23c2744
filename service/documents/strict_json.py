"""Parses JSON exactly as RFC 8259 defines it, without Python's extensions."""

import json
import math
import re
from typing import NoReturn

from nomen.service.documents.decoding import decode_text
from nomen.service.errors import (
    DUPLICATE_FIELD,
    NOT_FINITE,
    NOT_JSON,
    NUMBER_OUT_OF_RANGE,
    TOO_DEEP,
    ProblemType,
    RequestError,
)

MAX_DIGITS = 40
"""Digits of the longest integer; no field needs more than 16."""


MESSAGES = {
    "Expecting value": "expected a value",
    "Unterminated string": "a string does not end",
    "Expecting property name": "expected the name of a field in double quotes",
    "Expecting ':'": "expected a colon after the name of a field",
    "Expecting ','": "expected a comma or the end of the list or object",
    "Extra data": "expected nothing after the value",
    "Invalid control character": "a string has a bare line break or control character",
    "Invalid \\u": "expected four hexadecimal digits after \\u",
    "Invalid \\": "a string has an unknown escape after a backslash",
    "Illegal trailing comma": "expected no comma before the end of the list or object",
}
"""What is wrong, by the beginning of the message that Python's parser gives."""
_STRING = r'"(?:[^"\\]++|\\.)*+"'


class _LiteralError(Exception):
    """A number that is refused, which knows its own digits and not its place."""

    def __init__(self, problem: ProblemType, detail: str, literal: str) -> None:
        super().__init__(detail)
        self.problem, self.detail, self.literal = problem, detail, literal


def parse_json(body: bytes) -> object:
    """Parse JSON in UTF-8. Lone surrogates are left to the checks of the fields.

    A byte order mark at the start is skipped.

    Raises:
        RequestError: When the body is not such JSON; each kind of fault has its problem type.
    """
    text = decode_text(body)
    try:
        return _DECODER.decode(text)
    except json.JSONDecodeError as error:
        raise RequestError(NOT_JSON, _syntax(error)) from error
    except _LiteralError as error:
        detail = f"{error.detail} {_place(text, error.literal)}"
        raise RequestError(error.problem, detail) from None  # the chain would show the number
    except RecursionError as error:
        raise RequestError(TOO_DEEP, "arrays and objects are nested too deeply") from error


def _syntax(error: json.JSONDecodeError) -> str:
    """Say what is wrong and where, in characters from 1."""
    if not error.doc.strip():
        return "the body is empty"
    what = next(
        (said for message, said in MESSAGES.items() if error.msg.startswith(message)),
        "expected something else",
    )
    end = "; the body ends here" if error.pos >= len(error.doc.rstrip()) else ""
    return f"{what} (line {error.lineno}, column {error.colno}){end}"


def _place(text: str, literal: str) -> str:
    """Tell where a literal first stands outside of strings."""
    start, first = re.escape(literal[: MAX_DIGITS + 1]), re.escape(literal[0])
    outside = rf'[^"{first}]++|(?!{start}){first}'
    before = re.compile(rf"(?:{_STRING}|{outside})*+", re.DOTALL).match(text)
    position = before.end() if before else 0
    column = position - text.rfind("\n", 0, position)
    return f"(line {text.count(chr(10), 0, position) + 1}, column {column})"


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise RequestError(DUPLICATE_FIELD, "expected each field of an object once")
    return fields


def _integer(digits: str) -> int:
    if len(digits) > MAX_DIGITS:
        detail = f"an integer has more than {MAX_DIGITS} digits"
        raise _LiteralError(NUMBER_OUT_OF_RANGE, detail, digits)
    return int(digits)


def _float(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise _LiteralError(NUMBER_OUT_OF_RANGE, "a number is larger than a double", digits)
    return number


def _refuse_constant(constant: str) -> NoReturn:
    raise _LiteralError(NOT_FINITE, "JSON has no NaN and no Infinity", constant)


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object,
    parse_int=_integer,
    parse_float=_float,
    parse_constant=_refuse_constant,
)
