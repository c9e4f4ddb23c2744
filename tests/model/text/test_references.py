import pytest

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
        ("R&D; &uu &; &#; &#x; &nosuch; &#1;", "R&D; &uu &; &#; &#x; &nosuch; &#1;"),
        ("Ren&eacute, &uumlber &#233t", "Ren\u00e9, \u00fcber \u00e9t"),
        ("?a=1&eacute=2&copy=3&nbsp=4", "?a=1&eacute=2&copy=3&nbsp=4"),
        ("plain", "plain"),
    ],
)
def test_references_are_decoded_once_and_all_else_is_kept(text: str, decoded: str) -> None:
    assert decode(text) == decoded


def test_a_reference_comes_with_its_place() -> None:
    assert list(find_references("a&lt;&nbsp;")) == [(1, 5, "<"), (5, 11, "\u00a0")]
