"""Parses JSON exactly as RFC 8259 defines it, without Python's extensions."""

import json
import math
from typing import NoReturn

from nomen.service.errors import (
    DUPLICATE_FIELD,
    NOT_FINITE,
    NOT_JSON,
    NOT_UTF8,
    NUMBER_OUT_OF_RANGE,
    TOO_DEEP,
    RequestError,
)

MAX_DIGITS = 40
"""Digits of the longest integer; no field needs more than 16."""


def parse_json(body: bytes) -> object:
    """Parse JSON in UTF-8. Lone surrogates are left to the checks of the fields.

    Raises:
        RequestError: When the body is not such JSON; each kind of fault has its problem type.
    """
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RequestError(NOT_UTF8, f"byte {error.start} is not UTF-8") from error
    try:
        return _DECODER.decode(text)
    except json.JSONDecodeError as error:
        raise RequestError(NOT_JSON, f"character {error.pos} is not expected here") from error
    except RecursionError as error:
        raise RequestError(TOO_DEEP, "arrays and objects are nested too deeply") from error


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise RequestError(DUPLICATE_FIELD, "expected each field of an object once")
    return fields


def _integer(digits: str) -> int:
    if len(digits) > MAX_DIGITS:
        raise RequestError(NUMBER_OUT_OF_RANGE, f"an integer has more than {MAX_DIGITS} digits")
    return int(digits)


def _float(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise RequestError(NUMBER_OUT_OF_RANGE, "a number is larger than a double")
    return number


def _refuse_constant(_constant: str) -> NoReturn:
    raise RequestError(NOT_FINITE, "JSON has no NaN and no Infinity")


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object,
    parse_int=_integer,
    parse_float=_float,
    parse_constant=_refuse_constant,
)
