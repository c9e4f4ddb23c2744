"""What an apostrophe parts, by `model/text/clitics.py`."""

import pytest

from nomen.model.text.tokenizer import tokenize


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        pytest.param("l'ami d'\u00c9mile", ["l'", "ami", "d'", "\u00c9mile"], id="French"),
        pytest.param("qu\u2019Emma c'est", ["qu\u2019", "Emma", "c'", "est"], id="curly"),
        pytest.param("L'\u00c9tat d'un roi", ["L'", "\u00c9tat", "d'", "un", "roi"], id="capital"),
        pytest.param("jusqu'\u00e0 lorsqu'il", ["jusqu'", "\u00e0", "lorsqu'", "il"], id="longer"),
        pytest.param("dell'anno, all'Inter", ["dell'", "anno", ",", "all'", "Inter"], id="Italian"),
        pytest.param("Nell'estate un'amica", ["Nell'", "estate", "un'", "amica"], id="opening"),
    ],
)
def test_an_elided_word_is_a_token(text: str, tokens: list[str]) -> None:
    assert tokenize(text).tokens == tokens


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Ankara'da", ["Ankara", "'da"]),
        ("Aylin\u2019in", ["Aylin", "\u2019in"]),
        ("Kaya'n\u0131n", ["Kaya", "'n\u0131n"]),
        ("G\u00fcl'\u00fcn 2012'de", ["G\u00fcl", "'\u00fcn", "2012", "'de"]),
        (
            "ATAT\u00dcRK'\u00dcN \u0130ZM\u0130R'\u0130",
            ["ATAT\u00dcRK", "'\u00dcN", "\u0130ZM\u0130R", "'\u0130"],
        ),
    ],
)
def test_a_turkish_suffix_is_a_token(text: str, tokens: list[str]) -> None:
    assert tokenize(text).tokens == tokens


@pytest.mark.parametrize(
    "word",
    [
        *("O'Brien", "D'Souza", "D'Angelo", "L'Engle", "Dell'Orto", "M'Benga", "N'Golo", "N'da"),
        *("Qur'an", "Shi'ite", "Sana'a", "Hawai'i", "Xi'an", "c'mon", "y'all", "ma'am", "Ba'ath"),
        *("aujourd'hui", "zo'n", "collega\u02bcs", "O'zbek", "Show'ssa", "Eto'o"),
        *("\u0437\u0434\u043e\u0440\u043e\u0432'\u044f", "\u043f\u2019\u044f\u0442\u044c"),
    ],
)
def test_other_apostrophes_are_letters_of_a_word(word: str) -> None:
    assert tokenize(f"x {word}, y").tokens == ["x", word, ",", "y"]
