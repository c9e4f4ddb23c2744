import pytest
from hypothesis import given
from hypothesis import strategies as st

from nomen.model.text.scripts import count_unsupported, learned_scripts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada met Bo.", {}),
        ("Zoë, Łukasz and Nguyễn Ān; ﬁne, 5 µm, ª, \uff21da, \U0001d400", {}),
        ("Анна met Bo", {"Cyrillic": 4}),
        ("山田さんとアリス", {"Han": 2, "Hiragana": 3, "Katakana": 3}),
        ("אנה δψλω علي 민준", {"Greek": 4, "Hebrew": 3, "Arabic": 3, "Hangul": 2}),
        ("अनिल", {"Devanagari": 3}),
        ("№ 5 — €!", {}),
    ],
)
def test_letters_are_counted_by_script(text: str, expected: dict[str, int]) -> None:
    assert count_unsupported([text], {"Latin"}) == expected


def test_the_most_frequent_script_comes_first() -> None:
    assert list(count_unsupported(["Анна", "ψδλωψ"], ())) == ["Greek", "Cyrillic"]


def test_a_learned_script_is_not_counted() -> None:
    assert count_unsupported(["Анна", "δψλω"], {"Latin", "Greek"}) == {"Cyrillic": 4}


def test_a_script_is_learned_by_its_share_of_the_word_forms() -> None:
    forms = ["ada"] * 990 + ["анна"] * 9 + ["δψλω"]

    assert learned_scripts(forms) == {"Latin", "Cyrillic"}


@given(st.text())
def test_tokens_have_the_letters_of_their_text(text: str) -> None:
    assert count_unsupported(text.split(), ()) == count_unsupported([text], ())
