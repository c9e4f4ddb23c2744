import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nomen.model.text.references import find_references


def decode(text: str) -> str:
    for start, end, characters in reversed(list(find_references(text))):
        text = text[:start] + characters + text[end:]
    return text


@pytest.mark.parametrize(
    ("text", "decoded"),
    [
        ("M&uuml;ller &#39;&#x144;&Eacute;", "M\u00fcller '\u0144\u00c9"),
        ("&amp;uuml;", "&uuml;"),
        ("R&D; &uuml &; &#; &#x; &nosuch; &#1;", "R&D; &uuml &; &#; &#x; &nosuch; &#1;"),
        ("plain", "plain"),
    ],
)
def test_references_are_decoded_once_and_all_else_is_kept(text: str, decoded: str) -> None:
    assert decode(text) == decoded


def test_a_reference_comes_with_its_place() -> None:
    assert list(find_references("a&lt;&nbsp;")) == [(1, 5, "<"), (5, 11, "\u00a0")]


@settings(max_examples=200, derandomize=True, deadline=None)
@given(st.lists(st.sampled_from(["&", "amp", "#39", ";", "\u037e", "\u0301", "\u212a"])))
def test_normal_forms_have_the_same_references(pieces: list[str]) -> None:
    text = "".join(pieces)

    found = [characters for _, _, characters in find_references(text)]

    for form in ("NFC", "NFD"):
        normal = unicodedata.normalize(form, text)
        assert [characters for _, _, characters in find_references(normal)] == found
