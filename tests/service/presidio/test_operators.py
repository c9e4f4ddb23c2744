import hashlib

import pytest

from nomen.service.errors import RequestError
from nomen.service.presidio.operators import Operators

NAME = "Jane Doe"
SALT = "sixteen bytes it"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"type": "replace", "new_value": "BIP"}, "BIP"),
        ({"type": "replace", "new_value": ""}, "<PERSON>"),
        ({"type": "replace"}, "<PERSON>"),
        ({"type": "redact"}, ""),
        ({"type": "keep"}, "Jane Doe"),
        ({"type": "mask", "masking_char": "*", "chars_to_mask": 4}, "**** Doe"),
        (
            {"type": "mask", "masking_char": "*", "chars_to_mask": 3, "from_end": True},
            "Jane ***",
        ),
        ({"type": "mask", "masking_char": "#", "chars_to_mask": 99}, "########"),
        ({"type": "mask", "masking_char": "#", "chars_to_mask": -1}, "Jane Doe"),
        ({"type": "mask", "masking_char": "", "chars_to_mask": 5}, "Doe"),
    ],
)
def test_operators_put_something_in_the_place_of_a_result(
    fields: dict[str, object], expected: str
) -> None:
    assert Operators({"PERSON": fields}).of("PERSON").operate(NAME, "PERSON") == expected


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ({}, hashlib.sha256(b"Jane Doesixteen bytes it").hexdigest()),
        ({"hash_type": "sha512"}, hashlib.sha512(b"Jane Doesixteen bytes it").hexdigest()),
    ],
)
def test_a_hash_with_a_salt_is_the_same_every_time(kind: dict[str, object], expected: str) -> None:
    operators = Operators({"PERSON": {"type": "hash", "salt": SALT, **kind}})

    assert operators.of("PERSON").operate(NAME, "PERSON") == expected


def test_a_hash_without_a_salt_is_another_one_every_time() -> None:
    operator = Operators({"PERSON": {"type": "hash"}}).of("PERSON")

    first, second = (operator.operate(NAME, "PERSON") for _ in range(2))

    assert len(first) == len(second) == 64
    assert first != second


def test_default_is_for_all_types_that_are_not_named() -> None:
    operators = Operators({"DEFAULT": {"type": "redact"}, "PERSON": {"type": "keep"}})

    assert operators.of("PERSON").type == "keep"
    assert operators.of("PHONE_NUMBER").type == "redact"
    assert Operators(None).of("PHONE_NUMBER").operate("1", "PHONE_NUMBER") == "<PHONE_NUMBER>"


def test_an_operator_that_nothing_needs_is_not_read() -> None:
    operators = Operators({"CARD": {"type": "encrypt"}, "PERSON": {"type": "keep"}})

    assert operators.of("PERSON").type == "keep"


@pytest.mark.parametrize(
    ("fields", "status", "pointer"),
    [
        ({"type": "encrypt", "key": "WmZq4t7w!z%C&F)J"}, 400, "/anonymizers/type"),
        ({"type": "custom", "lambda": "lambda x: x"}, 400, "/anonymizers/type"),
        ({"type": ["mask"]}, 400, "/anonymizers/type"),
        ({}, 400, "/anonymizers/type"),
        ({"type": "mask", "chars_to_mask": 3}, 422, "/anonymizers/masking_char"),
        (
            {"type": "mask", "masking_char": "**", "chars_to_mask": 3},
            422,
            "/anonymizers/masking_char",
        ),
        ({"type": "hash", "hash_type": "md5"}, 422, "/anonymizers/hash_type"),
        ({"type": "hash", "salt": "short"}, 422, "/anonymizers/salt"),
        ({"type": "replace", "new_value": 7}, 422, "/anonymizers/new_value"),
        ({"type": "replace", "new_value": "\ud800"}, 422, "/anonymizers/new_value"),
    ],
)
def test_what_an_operator_cannot_do_is_refused(
    fields: dict[str, object], status: int, pointer: str
) -> None:
    with pytest.raises(RequestError) as refused:
        Operators({"PERSON": fields}).of("PERSON").operate(NAME, "PERSON")

    assert (refused.value.problem.status, refused.value.pointer) == (status, pointer)
