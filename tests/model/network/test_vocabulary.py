import unicodedata

import pytest

from nomen.model.bundle.bundle import read_bundle
from nomen.model.bundle.shipped import find_bundle
from nomen.model.network.vocabulary import SHAPES, Vocabulary, normalize_token, shape_id, word_form


@pytest.mark.parametrize(
    ("token", "shape"),
    [
        ("spell", "lower"),
        ("Harry", "title"),
        ("NATO", "upper"),
        ("I", "single_upper"),
        ("J.", "initial"),
        ("McGonagall", "mixed"),
        ("O'Brien", "inner_mark"),
        ("Jean-Luc", "inner_mark"),
        ("1996-08-22", "digits"),
        ("R2D2", "alphanumeric"),
        ("...", "other"),
        ("e-mail", "other"),
    ],
)
def test_a_token_has_a_shape(token: str, shape: str) -> None:
    assert SHAPES[shape_id(token)] == shape


@pytest.mark.parametrize(
    ("token", "form"),
    [
        ("Harry", "harry"),
        ("1996", "0000"),
        ("O\u2019Neill", "o'neill"),
        ("\u0130stanbul", "istanbul"),
        ("I\u015eIK", "i\u015fik"),
        ("\u0131\u015f\u0131k", "i\u015fik"),
        ("\u06f1\u0663", "00"),
        ("\u0422\u0451\u043c\u0430", "\u0442\u0435\u043c\u0430"),
        ("\u0623\u062d\u0645\u062f", "\u0627\u062d\u0645\u062f"),
        ("Dan\u021b", "dan\u0163"),
    ],
)
def test_a_form_folds_case_digits_and_typography(token: str, form: str) -> None:
    assert word_form(token) == form


def test_composed_and_decomposed_tokens_are_the_same() -> None:
    composed = unicodedata.normalize("NFC", "Zoë")
    assert normalize_token(unicodedata.normalize("NFD", composed)) == composed


@pytest.mark.parametrize("token", ["Har\u00adry", "Har\u200bry", "\ufeffHarry", "Harry\u200d"])
def test_invisible_characters_do_not_hide_a_token(token: str) -> None:
    assert normalize_token(token) == "Harry"


def test_a_word_hyphenated_over_a_line_end_is_whole() -> None:
    assert normalize_token("Quil-\r\n  ter") == "Quilter"


def test_rare_forms_and_characters_are_left_out() -> None:
    vocabulary, counts = Vocabulary.build(["the", "The", "cat", "xu"], min_count=2, max_forms=10)
    assert vocabulary.forms == ["the"]
    assert counts == {"the": 2}
    assert vocabulary.characters == "eht"


def test_the_most_frequent_forms_are_kept() -> None:
    vocabulary, _ = Vocabulary.build(["b", "b", "a", "c"], min_count=1, max_forms=2)
    assert vocabulary.forms == ["b", "a"]
    assert vocabulary.form_ids == {"b": 1, "a": 2}
    assert vocabulary.num_forms == 3


def test_addresses_and_handles_have_no_form() -> None:
    tokens = [
        "@ron",
        "ron@hogwarts.example",
        "http://hogwarts.example",
        "ftp://x.example",
        "www.x.example",
        "@",
        "at",
    ]
    vocabulary, _ = Vocabulary.build(tokens, min_count=1, max_forms=10)
    assert sorted(vocabulary.forms) == ["@", "at"]


@pytest.mark.parametrize("name", ["en", "en-open"])
def test_no_bundle_lists_an_address(name: str) -> None:
    forms = read_bundle(find_bundle(name)).vocabulary.forms
    assert not [form for form in forms if "@" in form[1:] or "://" in form]


@pytest.mark.parametrize("name", ["en", "en-open"])
def test_no_form_of_an_english_bundle_is_folded_away(name: str) -> None:
    forms = read_bundle(find_bundle(name)).vocabulary.forms
    words = [form for form in forms if any(map(str.isalnum, form)) and "&" not in form]
    assert [word for word in words if word_form(normalize_token(word)) != word] == []


@pytest.mark.parametrize("name", ["en", "en-open"])
def test_each_latin_character_of_an_english_bundle_is_read_as_itself(name: str) -> None:
    characters = read_bundle(find_bundle(name)).vocabulary.characters
    letters = [c for c in characters if c.isalpha() and c < "\u02b0"]
    assert list(map(normalize_token, letters)) == letters


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("\uff28\uff41\uff4e\uff41", "Hana"),
        ("O`Brien", "O'Brien"),
        ("O''Brien", "O'Brien"),
        ("Zo\\u00eb", "Zo\u00eb"),
        ('\\"', '"'),
        ("O\u02bcBrien", "O'Brien"),
        ("Jean\u2010Luc", "Jean-Luc"),
        ("`", "`"),
    ],
)
def test_rare_signs_are_read_as_the_usual_ones(written: str, meant: str) -> None:
    assert normalize_token(written) == meant
