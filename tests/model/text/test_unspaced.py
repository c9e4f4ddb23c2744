"""Scripts without blanks, by `model/text/unspaced.py`."""

import unicodedata

import pytest

from nomen.model.text.tokenizer import tokenize
from nomen.model.text.unspaced import MASK, is_unspaced, joined_tokens, mask_unspaced


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        pytest.param("\u5f20\u4f1f 2019\u5e74", ["\u5f20", "\u4f1f", "2019", "\u5e74"], id="Han"),
        pytest.param(
            "\u30d9\u30fc\u30b9\u306e", ["\u30d9", "\u30fc", "\u30b9", "\u306e"], id="kana"
        ),
        pytest.param("\uff76\uff9e\uff7d", ["\uff76\uff9e", "\uff7d"], id="half-width kana"),
        pytest.param("\u30f7\u30b9\u3078\u3099", ["\u30f7", "\u30b9", "\u3078\u3099"], id="marks"),
        pytest.param("\uae40\ucca0\uc740 Kim", ["\uae40", "\ucca0", "\uc740", "Kim"], id="Hangul"),
        pytest.param(
            "\u0e19\u0e34\u0e15\u0e34 \u0e52\u0e53",
            ["\u0e19\u0e34", "\u0e15\u0e34", "\u0e52\u0e53"],
            id="Thai",
        ),
        pytest.param("\u0e99\u0eb4\u0e95", ["\u0e99\u0eb4", "\u0e95"], id="Lao"),
        pytest.param("\u1780\u17b6\u1781", ["\u1780\u17b6", "\u1781"], id="Khmer"),
        pytest.param("\u1019\u102d\u1014", ["\u1019\u102d", "\u1014"], id="Burmese"),
        pytest.param(
            "\u770bhttp://x.org/a\u8f6c", ["\u770b", "http://x.org/a", "\u8f6c"], id="address"
        ),
        pytest.param(
            "@\u5f20\u4f1f \u5728OK\u5427",
            ["@", "\u5f20", "\u4f1f", "\u5728", "OK", "\u5427"],
            id="mixed",
        ),
    ],
)
def test_each_character_is_a_token_and_the_rest_are_words(text: str, tokens: list[str]) -> None:
    assert tokenize(text).tokens == tokens


def test_a_name_in_two_parts_is_apart_from_what_stands_beside_it() -> None:
    text = "\u9a6c\u4e01\u00b7\u7433\u548c\u5b89\u5a1c\u00b7\u6797"

    assert tokenize(text).tokens == list(text)


def test_composed_and_decomposed_texts_have_the_same_tokens() -> None:
    text = "\uae40\ucca0\uc218, \u30ac\u30b9\u30c8\u30f3 \u304c"
    composed, decomposed = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))

    found = [unicodedata.normalize("NFC", token) for token in tokenize(decomposed).tokens]

    assert found == tokenize(composed).tokens == list(text.replace(" ", ""))


@pytest.mark.parametrize(
    "text", ["Ada", "Zo\u00eb \u2019s", "\u0430\u0431", "\u0930\u093e\u092e", "\u2605\U0001f600"]
)
def test_a_text_of_other_scripts_is_not_masked(text: str) -> None:
    assert mask_unspaced(text) is text


@pytest.mark.parametrize(
    ("tokens", "text"),
    [
        (["Ada", "Quill"], "Ada Quill"),
        (["\u5f20", "\u4f1f"], "\u5f20\u4f1f"),
        (["\u9a6c", "\u4e01", "\u00b7", "\u7433"], "\u9a6c\u4e01\u00b7\u7433"),
        (["Ada", "\u5f20"], "Ada \u5f20"),
        (["O", "'", "B"], "O ' B"),
        ([], ""),
    ],
)
def test_characters_are_joined_without_blanks(tokens: list[str], text: str) -> None:
    assert joined_tokens(tokens) == text


def test_letters_are_masked_and_nothing_else() -> None:
    assert mask_unspaced("a\u5f20\u3002\u4f1f 1") == f"a{MASK}\u3002{MASK} 1"
    assert [is_unspaced(each) for each in "\u5f20\u3002a\u0e53"] == [True, False, False, False]
