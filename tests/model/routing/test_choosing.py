import pytest

from nomen.model.errors import LanguageError
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


def test_each_language_is_listed_once() -> None:
    assert served_languages(READERS) == ["en", "de", "sv", "ru", "zh"]
    assert (first_reader("en", READERS), first_reader("fi", READERS)) == (0, None)
