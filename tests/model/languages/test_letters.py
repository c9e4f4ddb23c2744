import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nomen.model.languages.letters import (
    BLANK,
    MAX_CHARACTERS,
    fold,
    main_script,
    read_codes,
    script_table,
    script_weights,
)


def letters_of(text: str) -> str:
    return "".join(chr(code) if code != BLANK else " " for code in fold(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Harry, 7!", "harry    "),
        ("ÅSE Øya", "åse øya"),
        ("\uff28\uff49", "hi"),  # full width
        ("\uff8a\uff98", "\u30cf\u30ea"),  # half width
        ("\ufe8d\ufedf", "\u0627\u0644"),  # presentation forms
        ("\u0130", "i"),
        ("a\U0001f600b", "a b"),
        ("\u0928\u0940", "\u0928\u0940"),  # a vowel sign stays
    ],
)
def test_letters_are_folded_and_all_else_is_blank(text: str, expected: str) -> None:
    assert letters_of(text) == expected


def test_composed_and_decomposed_letters_are_one() -> None:
    assert fold("e\u0301t\u00e9").tolist() == fold("\u00e9te\u0301").tolist()


@given(st.text())
def test_every_text_has_codes(text: str) -> None:
    codes = read_codes(text)
    assert codes.dtype == np.uint32
    assert len(codes) <= len(text) + MAX_CHARACTERS


def test_a_long_text_is_read_at_its_start_middle_and_end() -> None:
    text = "a" * 1000 + "b" * 1000 + "c" * 1000
    read = "".join(map(chr, read_codes(text))).replace("\x01", " ")
    assert read == " ".join(["   ", "a" * 64, "b" * 64, "c" * 64, ""])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Harry", "Latin"),
        ("Гарри Potter пришёл", "Cyrillic"),
        ("iPhone\u624b\u673a\u5e94\u7528", "Han"),
        ("12, !", ""),
        ("", ""),
    ],
)
def test_the_script_of_most_letters_is_told(text: str, expected: str) -> None:
    assert script_table()[1][main_script(fold(text))] == expected


def test_what_is_no_letter_weighs_nothing() -> None:
    assert script_weights()[0] == 0
    assert script_weights()[script_table()[1].index("Han")] == 3
