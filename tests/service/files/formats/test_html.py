import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nomen.service.files.formats.html import Html, Markup
from tests.service.files.formats.naming import chunk_of, redact, texts


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("Ren&eacute; Dupont", "René Dupont"),
        ("Zo&#235; O&#x27;Neill&nbsp;Quill", "Zoë O'Neill\u00a0Quill"),
        ("<b>Harry</b> &amp; Ron &lt;3 &copy; &#38;", "<b>Harry</b> &amp; Ron &lt;3 &copy; &#38;"),
        ("&nosuch; &eacute &#99999999; & ;", "&nosuch; &eacute &#99999999; & ;"),
        ("&#xD800;", "&#xD800;"),
        ("", ""),
    ],
)
def test_references_that_a_name_may_hold_are_read(source: str, text: str) -> None:
    assert texts(Html(), source.encode()) == [text]


def test_a_name_with_references_is_redacted_and_all_else_stays() -> None:
    source = b"<p>Ren&eacute;&nbsp;Dupont &amp; Zo&#235;&rsquo;s caf&eacute;</p>"

    assert redact(Html(), source, "René\u00a0Dupont", "Zoë") == (
        b"<p>[NAME] &amp; [NAME]&rsquo;s caf&eacute;</p>"
    )


def test_a_line_end_within_a_name_is_that_of_its_replacement() -> None:
    assert redact(Html(), b"Ren&eacute;\nDupont", "René\nDupont", replacement="[NAME]\n") == (
        b"[NAME]\n"
    )


@pytest.mark.parametrize(
    ("source", "written"),
    [
        ("<p title='to Zoe'>", "<p title='to O&#39;A \"B\"'>"),
        ('<p id=1 title="Zoe">', '<p id=1 title="O\'A &quot;B&quot;">'),
        ("<p title='&apos;s Zoe'>Zoe", '<p title=\'&apos;s O&#39;A "B"\'>O\'A "B"'),
        ("it's <b>Zoe</b>'s", "it's <b>O'A \"B\"</b>'s"),
        ("<p title=Zoe>", '<p title=O\'A "B">'),
    ],
)
def test_a_replacement_ends_no_quoted_value_of_an_attribute(source: str, written: str) -> None:
    found = redact(Html(), source.encode(), "Zoe", replacement='O\'A "B"')
    assert found.decode() == written


def test_unclosed_quotes_take_linear_time() -> None:
    source = "<a '<a \"" * 100_000 + "Zoe"

    assert redact(Html(), source.encode(), "Zoe").endswith(b"[NAME]")


@given(st.text(alphabet="aé&#;xeacut12<>\n ", max_size=60))
def test_without_names_a_file_is_the_same_byte_for_byte(source: str) -> None:
    markup = Markup.build(source)

    assert redact(Html(), source.encode()) == source.encode()
    assert markup.write([piece.text for piece in markup.pieces]) == source


def test_a_file_is_one_chunk() -> None:
    (chunk,) = Html().split(io.BytesIO(b"<p>"))

    assert chunk == chunk_of(b"<p>")
