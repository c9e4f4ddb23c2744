import pytest

from nomen.model.errors import LanguageError, MalformedLanguageError
from nomen.model.routing.choosing import (
    NO_CHOICE,
    Choice,
    choose_reader,
    first_reader,
    served_languages,
)
from tests.model.routing.languages import CHINESE, ENGLISH, MANY

READERS = [ENGLISH, MANY, CHINESE]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("auto", NO_CHOICE),
        ("de-AT", Choice(1, "de")),
        ("en-GB", Choice(0, "en")),
        ("many", Choice(1, None)),
        ("en", Choice(0, "en")),
        ("zh-Hant", Choice(2, "zh")),
    ],
)
def test_a_name_goes_before_a_tag_and_the_first_bundle_before_others(
    language: str, expected: Choice
) -> None:
    assert choose_reader(language, READERS) == expected


def test_a_language_that_no_bundle_tags_is_refused_with_those_that_are() -> None:
    with pytest.raises(LanguageError) as caught:
        choose_reader("fi", READERS)

    assert str(caught.value) == (
        "language: expected auto, a served language (en, de, sv, ru, zh) or a bundle (en, many, zh)"
    )


@pytest.mark.parametrize("language", ["en-open", "EN-open", "en_open"])
def test_a_bundle_that_ships_and_is_not_loaded_is_refused(language: str) -> None:
    with pytest.raises(LanguageError, match="a served language") as caught:
        choose_reader(language, READERS)

    assert not isinstance(caught.value, MalformedLanguageError)


def test_a_language_that_is_the_name_of_a_bundle_that_is_not_loaded_goes_to_another() -> None:
    assert choose_reader("en", [MANY]) == Choice(0, "en")


def test_each_language_is_listed_once() -> None:
    assert served_languages(READERS) == ["en", "de", "sv", "ru", "zh"]
    assert (first_reader("en", READERS), first_reader("fi", READERS)) == (0, None)
