import re
from typing import Any

import pytest

from nomen.model.errors import NomenError, OperatorError
from nomen.model.redaction.operators import Hash, Mask, Number, Replace, Surrogate

WORD = "Merriweather"


@pytest.mark.parametrize(
    ("kind", "values", "message"),
    [
        (Replace, {"with_": 3}, "with: expected a string"),
        (Replace, {"with_": WORD * 20}, "with: expected at most 200 characters"),
        (Replace, {"with_": f"{WORD}\u2028"}, "with: expected no line end"),
        (Replace, {"with_": "\ud800"}, "with: expected both halves of every surrogate pair"),
        (Number, {"template": WORD}, "template: expected {n} once"),
        (Number, {"template": "{n}{n}"}, "template: expected {n} once"),
        (Number, {"template": "{n}\n"}, "template: expected no line end"),
        (Number, {"scope": WORD}, "scope: expected document or batch"),
        (Mask, {"character": WORD}, "character: expected one character"),
        (Mask, {"character": ""}, "character: expected one character"),
        (Mask, {"character": "\n"}, "character: expected no line end"),
        (Mask, {"character": "\u0301"}, "character: expected no combining mark"),
        (Mask, {"character": "\u064e"}, "character: expected no combining mark"),
        (Mask, {"character": "\ufe0f"}, "character: expected no combining mark"),
        (Mask, {"keep_first": -1}, "keep_first: expected a whole number from 0"),
        (Mask, {"keep_first": True}, "keep_first: expected a whole number from 0"),
        (Hash, {"key": WORD}, "key: expected bytes, at least one"),
        (Hash, {"key": b""}, "key: expected bytes, at least one"),
        (Hash, {"key": b"k", "length": 7}, "length: expected a whole number from 8 to 64"),
        (Hash, {"key": b"k", "length": 65}, "length: expected a whole number from 8 to 64"),
        (Hash, {"key": b"k", "length": "8"}, "length: expected a whole number from 8 to 64"),
        (Surrogate, {"key": b""}, "key: expected bytes, at least one"),
    ],
)
def test_a_value_that_cannot_be_used_is_refused_by_its_field(
    kind: Any,  # noqa: ANN401 - wrong values on purpose
    values: dict[str, object],
    message: str,
) -> None:
    with pytest.raises(OperatorError, match=f"^{re.escape(message)}$") as raised:
        kind(**values)
    assert isinstance(raised.value, NomenError)
    assert raised.value.field == message.partition(":")[0]
    assert WORD not in str(raised.value)


def test_a_key_never_shows() -> None:
    for operator in (Hash(key=WORD.encode()), Surrogate(key=WORD.encode())):
        assert WORD not in repr(operator)


def test_what_the_limits_allow_is_taken() -> None:
    assert Replace(with_="").with_ == ""
    assert Mask(character="\U0010ffff", keep_first=0).character == "\U0010ffff"
    assert [Hash(key=b"k", length=n).length for n in (8, 64)] == [8, 64]
