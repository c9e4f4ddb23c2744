import re

import pytest

from nomen.model.text.markup import TAG
from nomen.model.text.tokenizer import tokenize


@pytest.mark.parametrize(
    "tag",
    [
        *("<b>", "</b>", "<BR>", "<br/>", "<h2 >", "</vcard:fn>", '<td class="a b" colspan=2>'),
        *("<a href='/u/4?x=1&y=2'>", '<p\n  style="x: y">', '<person id="12"/>', "<name/>"),
        *("<input disabled>", '<?xml version="1.0"?>', "<!DOCTYPE html>", '<x:y xmlns:x="u:v">'),
    ],
)
def test_a_tag_is_one_token(tag: str) -> None:
    assert tokenize(f"met{tag}Ann").tokens == ["met", tag, "Ann"]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("<author>Ann Lee</author>", ["<author>", "Ann", "Lee", "</author>"]),
        ("<who>\n  <b>Ann", ["<who>", "<b>", "Ann"]),
        ("&lt;b&gt;Ann&lt;/b&gt;", ["&lt;b&gt;", "Ann", "&lt;/b&gt;"]),
        ("<!-- by Ann -->", ["<!--", "by", "Ann", "-->"]),
        ("<![CDATA[Ann]]>", ["<![CDATA[", "Ann", "]]>"]),
    ],
)
def test_markup_parts_words(text: str, tokens: list[str]) -> None:
    assert tokenize(text).tokens == tokens


@pytest.mark.parametrize(
    "text",
    [
        *(
            "<ann> hello",
            "x <b and c> d",
            "<Ann Lee>",
            "3 < 4 > 2",
            "<ann@example.org>",
            "<3",
            "<>",
        ),
        *('<i title="Ann Lee">', '<who name="Ann"/>', "<PERSON>", "<a b"),
    ],
)
def test_what_may_hold_a_name_is_no_tag(text: str) -> None:
    assert not re.search(TAG, text)


@pytest.mark.parametrize(
    "pattern", ["<a ", '<a href="', '<a x="1" ', "<name>", "<!--", "</a", "<a b="]
)
def test_tags_that_never_close_take_linear_time(pattern: str) -> None:
    text = (pattern * 100_000)[:100_000]

    assert "".join(tokenize(text).tokens) == text.replace(" ", "")
    assert tokenize("<a" + ' x="1"' * 20_000).tokens[0] == "<"
