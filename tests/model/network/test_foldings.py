import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nomen.model.network.foldings import fold_form, fold_letters
from nomen.model.network.vocabulary import normalize_token, word_form


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("\ufee3\ufea4\ufee4\ufeaa", "\u0645\u062d\u0645\u062f"),
        ("\u0645\u064f\u062d\u064e\u0645\u0640\u0640\u062f", "\u0645\u062d\u0645\u062f"),
        ("\u06a9\u0631\u06cc\u0645\u06cc", "\u0643\u0631\u064a\u0645\u064a"),
        ("\uff7c\uff9e\uff6e\uff9d", "ジョン"),
        ("Bănăț\u0219u", "Bănăţ\u015fu"),
        ("שָׁלוֹם", "שלום"),
    ],
)
def test_letters_that_mean_the_same_are_the_same(written: str, meant: str) -> None:
    assert fold_letters(written) == meant


def test_look_alikes_become_letters_of_the_words_own_script() -> None:
    assert fold_letters("Mаrtin") == "Martin"  # а is Cyrillic
    assert fold_letters("Бopиcов") == "Борисов"  # o, p and c are Latin
    assert fold_letters("Иван-Müller").startswith("И")


def test_a_sign_that_would_leave_nothing_stays() -> None:
    assert fold_letters("\u064b") == "\u064b"


def test_forms_fold_digits_of_all_scripts_and_the_turkish_letters() -> None:
    assert word_form("١٩٩٠") == word_form("1990") == "0000"
    assert word_form("YILMAZ") == word_form("yılmaz") == "yilmaz"
    assert word_form("İSMAİL") == "ismail"


@given(st.text(min_size=1, max_size=12))
def test_folding_twice_changes_nothing_and_nfd_is_nfc(token: str) -> None:
    folded = normalize_token(token)
    assert fold_letters(folded) == folded
    assert fold_form(fold_form(token)) == fold_form(token)
    assert normalize_token(unicodedata.normalize("NFD", token)) == folded


@given(st.text("abcxyzABCXYZ0123456789.-'éüñøßçàÉÜÑ", min_size=1))
def test_western_letters_stay(token: str) -> None:
    assert fold_letters(token) == token
    folded = "".join("0" if c.isdigit() else c for c in token)
    assert fold_form(token) == (token if token.isascii() else folded)
