import re

import pytest

from nomen.model.redaction.operators import Hash, Mask, Number, Operator, Remove, Replace, Surrogate
from nomen.model.redaction.placeholders import placeholders_of


@pytest.mark.parametrize(
    ("operator", "left"),
    [
        (
            None,
            ["[NAME]", "[NAME_12]", "Dr. [NAME]", "Hon [NAME_2]", "[NAME], Jr.", "Mr.[NAME] III"],
        ),
        (Replace(), ["[NAME]"]),
        (Replace(with_="<a.b>"), ["<a.b>", "[NAME]", "Ms. <a.b>"]),
        (Number(template="P({n})"), ["P(1)", "P(23)", "[NAME_1]"]),
        (Hash(key=b"k", length=8), ["0123abcd", "Dr. 0123abcd"]),
    ],
)
def test_what_an_operator_leaves_is_matched_whole(
    operator: Operator | None, left: list[str]
) -> None:
    (pattern,) = placeholders_of(operator)
    for text in left:
        found = re.search(pattern, f"Then {text} left.")
        assert found
        assert found[0].strip() == text


@pytest.mark.parametrize("operator", [Replace(with_="<a.b>"), Hash(key=b"k", length=8)])
def test_nothing_else_is_matched(operator: Operator) -> None:
    (pattern,) = placeholders_of(operator)
    for text in ("<aXb>", "0123abcde", "NAME", "[NAME_]", "Ada", "Dr. Ada", "Jr."):
        assert not re.search(pattern, text)


@pytest.mark.parametrize("operator", [Remove(), Mask(), Surrogate(key=b"k"), Replace(with_=" ")])
def test_an_operator_that_leaves_nothing_of_its_own_has_the_default_alone(
    operator: Operator,
) -> None:
    assert placeholders_of(operator) == placeholders_of()
