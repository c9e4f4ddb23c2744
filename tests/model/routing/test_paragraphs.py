import pytest

from nomen.model.documents import prepare_document
from nomen.model.routing.paragraphs import passages_of
from tests.model.routing.languages import ByWords

ENGLISH = "Harry saw the owl that came to the castle."
GERMAN = "Harry sah, dass der Kauz in das Schloss flog."


def test_paragraphs_of_one_language_are_one_passage() -> None:
    document = prepare_document(f"{ENGLISH}\n{ENGLISH}\n\n{GERMAN}\n")

    found = passages_of(document, ByWords())

    assert [each.identified.language for each in found] == ["en", "de"]
    assert [document.tokens[each.first_token] for each in found] == ["Harry", "Harry"]
    assert document.text is not None
    assert document.text[found[1].start : found[1].end] == f"{GERMAN}\n"
    assert (found[0].stop_token, found[1].stop_token) == (found[1].first_token, 31)


@pytest.mark.parametrize("end", ["\u2028", "\u2029", "\r\n"])
def test_every_kind_of_line_end_ends_a_paragraph(end: str) -> None:
    found = passages_of(prepare_document(f"{ENGLISH}{end}{GERMAN}"), ByWords())

    assert [each.identified.language for each in found] == ["en", "de"]


def test_a_line_that_is_only_wrapped_ends_no_paragraph() -> None:
    text = (
        "Harry Potter saw the owl that had come to the old castle by\nthe lake, and der Kauz left."
    )

    assert len(passages_of(prepare_document(text), ByWords())) == 1


def test_a_line_in_another_script_is_a_paragraph_also_where_lines_may_be_wrapped() -> None:
    text = "Angela sah, dass der Kauz in das Schloss flog.\n哈利来了\nHarry saw the owl then."

    found = passages_of(prepare_document(text), ByWords())

    assert [text[each.start : each.end].strip() for each in found][1] == "哈利来了"


@pytest.mark.parametrize("between", ["</p><p>", "</td><td>", "<br>", "<BR/>", "</h2 >"])
def test_a_block_of_html_is_a_paragraph(between: str) -> None:
    document = prepare_document(f"<p>{ENGLISH}{between}{GERMAN}</p>")

    found = passages_of(document, ByWords())

    assert [each.identified.language for each in found] == ["en", "de"]
    assert found[1].stop_token == len(document.tokens)


def test_an_element_in_a_line_ends_no_paragraph() -> None:
    assert len(passages_of(prepare_document(f"{ENGLISH} <b>{GERMAN}</b> x < y"), ByWords())) == 1


def test_a_token_list_is_one_passage() -> None:
    (found,) = passages_of(prepare_document(["Harry", "saw", "the", "owl"]), ByWords())

    assert (found.identified.language, found.stop_token, found.text) == (
        "en",
        4,
        "Harry saw the owl",
    )
