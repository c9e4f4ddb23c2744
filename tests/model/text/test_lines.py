import numpy as np
import pytest

from nomen.model.text.tokenizer import tokenize


def breaks_of(text: str) -> list[int]:
    breaks = tokenize(text).breaks
    assert breaks.dtype == np.uint8
    return list(map(int, breaks))


@pytest.mark.parametrize(
    ("text", "breaks"),
    [
        pytest.param("", [], id="empty"),
        pytest.param("Ann  Lee", [0, 0], id="two blanks"),
        pytest.param("Ann Lee\nBob", [0, 0, 1], id="line"),
        pytest.param("Ann Lee\r\nBob", [0, 0, 1], id="CRLF"),
        pytest.param("Ann Lee\n \nBob", [0, 0, 2], id="blank line"),
        pytest.param("Ann\n\n\n\nBob", [0, 2], id="blank lines"),
        pytest.param("Ann\u2029Bob", [0, 2], id="paragraph separator"),
        pytest.param("Ann\tBob", [0, 3], id="tab"),
        pytest.param("Ann \t Bob", [0, 3], id="tab and blanks"),
        pytest.param("Ann   Bob      Cy", [0, 3, 3], id="wide gaps"),
        pytest.param("Ann \u00a0 Bob", [0, 3], id="blanks that are no spaces"),
        pytest.param("Ann\n\tBob\n      Cy", [0, 1, 1], id="indented lines"),
    ],
)
def test_a_break_tells_what_lies_between_two_tokens(text: str, breaks: list[int]) -> None:
    assert breaks_of(text) == breaks


@pytest.mark.parametrize("text", ["\n\nAnn", "\tAnn", "    Ann", "Ann\n", "Ann\t \n\n"])
def test_blanks_around_the_text_are_no_break(text: str) -> None:
    assert breaks_of(text) == [0]


def test_a_wrapped_line_is_no_break() -> None:
    text = "The committee heard on Tuesday from its chair, Ann\n\tLee, who spoke."

    assert breaks_of(text) == [0] * 15
