import pytest

from nomen.model.errors import MalformedLanguageError
from nomen.model.routing.tags import primary_language


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("en", "en"),
        ("en-GB", "en"),
        ("EN-gb", "en"),
        ("no", "nb"),
        ("nn-NO", "nn"),
        ("zh-Hant", "zh"),
        ("zh-Hans-CN", "zh"),
        ("cmn-Hans", "zh"),
        ("iw", "he"),
        ("in", "id"),
        ("deu", "de"),
        ("sr-Latn-RS", "sr"),
        ("de-CH-1996", "de"),
        ("en-u-ca-gregory", "en"),
        ("de-x-own", "de"),
        ("de_AT", "de"),
        ("zh_Hant_TW", "zh"),
        ("prs", "fa"),
        ("arz", "ar"),
        ("yue-HK", "zh"),
        ("ms", "ms"),
    ],
)
def test_a_tag_has_the_primary_language_of_bundles(tag: str, expected: str) -> None:
    assert primary_language(tag) == expected


@pytest.mark.parametrize(
    "tag",
    [
        "",
        "e",
        "en_",
        "_en",
        "de_AT.UTF-8",
        "AUTO",
        "x-own",
        "english",
        "en-",
        "e n",
        "12",
        "en-" * 40,
        "日本",
    ],
)
def test_what_is_no_tag_is_refused_without_being_repeated(tag: str) -> None:
    with pytest.raises(MalformedLanguageError, match="expected auto, a BCP 47 tag") as caught:
        primary_language(tag)

    assert str(caught.value).startswith("language: ")
