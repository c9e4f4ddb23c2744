import pytest
from hypothesis import given
from hypothesis import strategies as st

from nomen.model.languages.identifier import LanguageIdentifier
from nomen.model.languages.paragraphs import find_passages

ENGLISH = "The parcel was left with the neighbours on Tuesday morning.\n"
GERMAN = "Das Paket wurde am Dienstag bei den Nachbarn abgegeben.\n"
RUSSIAN = "Посылку доставили соседям во вторник утром.\n"


def languages(text: str, identifier: LanguageIdentifier) -> list[tuple[str, str]]:
    return [
        (text[each.start : each.end], each.identified.language)
        for each in find_passages(text, identifier)
    ]


def test_each_paragraph_has_its_language(identifier: LanguageIdentifier) -> None:
    assert languages(ENGLISH + GERMAN + RUSSIAN, identifier) == [
        (ENGLISH, "en"),
        (GERMAN, "de"),
        (RUSSIAN, "ru"),
    ]


@pytest.mark.parametrize("end", ["\u2028", "\u2029", "\r\n"])
def test_any_end_of_a_line_ends_a_paragraph(identifier: LanguageIdentifier, end: str) -> None:
    english, german = ENGLISH.replace("\n", end), GERMAN.replace("\n", end)

    assert languages(english + german, identifier) == [(english, "en"), (german, "de")]


def test_neighbours_of_one_language_are_one_passage(identifier: LanguageIdentifier) -> None:
    text = ENGLISH + "\n" + ENGLISH
    assert languages(text, identifier) == [(text, "en")]


@pytest.mark.parametrize("short", ["Hotel 4711\n", "12:30\n", "   \n", "Anna Berg\n"])
def test_a_short_paragraph_takes_the_language_before_it(
    identifier: LanguageIdentifier, short: str
) -> None:
    assert languages(GERMAN + short + ENGLISH, identifier) == [
        (GERMAN + short, "de"),
        (ENGLISH, "en"),
    ]


def test_at_the_start_it_takes_the_one_after_it(identifier: LanguageIdentifier) -> None:
    assert languages("Hotel\n" + GERMAN, identifier) == [("Hotel\n" + GERMAN, "de")]


def test_another_script_is_never_taken_in(identifier: LanguageIdentifier) -> None:
    text = ENGLISH + "Привет\n"
    assert [each.identified.script for each in find_passages(text, identifier)] == [
        "Latin",
        "Cyrillic",
    ]


def test_a_text_without_letters_is_one_passage(identifier: LanguageIdentifier) -> None:
    assert languages("1\n2\n", identifier) == [("1\n2\n", "und")]
    assert languages("", identifier) == [("", "und")]


@given(st.text(alphabet="aь中 .\n\r\u2028\u2029", max_size=60))
def test_passages_hold_the_whole_text(text: str) -> None:
    passages = find_passages(text, SHIPPED)
    assert "".join(text[each.start : each.end] for each in passages) == text


SHIPPED = LanguageIdentifier.load()
