import textwrap

import numpy as np
import pytest

from nomen.model.text.tokenizer import tokenize

PROSE = (
    "The committee heard on Tuesday from its chair, who spoke at length of the harbour and of the "
    "roads that lead to it, and then asked the clerk to read the letter from the company, in which "
    "a wall of stone is promised by the spring; nobody but the keeper of the light was against it."
)


def breaks_of(text: str) -> list[int]:
    breaks = tokenize(text).breaks
    assert breaks.dtype == np.uint8
    return list(map(int, breaks))


def kinds_of(text: str) -> list[int]:
    """Give the breaks between lines, quote marks seen through."""
    tokenized = tokenize(text)
    gaps = zip(tokenized.ends[:-1].tolist(), tokenized.starts[1:].tolist(), strict=True)
    kinds = tokenized.breaks[1:].tolist()
    return [kind for (a, b), kind in zip(gaps, kinds, strict=True) if "\n" in text[a:b]]


@pytest.mark.parametrize(
    ("text", "breaks"),
    [
        pytest.param("", [], id="empty"),
        pytest.param("Ann  Lee", [0, 0], id="two blanks"),
        pytest.param("Ann Lee\nBob", [0, 0, 1], id="line"),
        pytest.param("Ann Lee\r\nBob", [0, 0, 1], id="CRLF"),
        pytest.param("Ann Lee\n \nBob", [0, 0, 2], id="blank line"),
        pytest.param("Ann\n\n\n\nBob", [0, 2], id="blank lines"),
        pytest.param("Ann\u2029Bob", [0, 2], id="paragraph separator"),
        pytest.param("Ann\u2028Bob", [0, 1], id="line separator"),
        pytest.param("Ann\tBob", [0, 3], id="tab"),
        pytest.param("Ann \t Bob", [0, 3], id="tab and blanks"),
        pytest.param("Ann   Bob      Cy", [0, 3, 3], id="wide gaps"),
        pytest.param("Ann \u00a0 Bob", [0, 3], id="blanks that are no spaces"),
        pytest.param("Ann\n\tBob\n      Cy", [0, 1, 1], id="indented lines"),
        pytest.param("<p\nid='x'>Ann", [0, 0], id="line break inside a tag"),
    ],
)
def test_a_break_tells_what_lies_between_two_tokens(text: str, breaks: list[int]) -> None:
    assert breaks_of(text) == breaks


@pytest.mark.parametrize("text", ["\n\nAnn", "\tAnn", "    Ann", "Ann\n", "Ann\t \n\n"])
def test_blanks_around_the_text_are_no_break(text: str) -> None:
    assert breaks_of(text) == [0]


@pytest.mark.parametrize("width", [12, 20, 30, 44, 72, 140, 1200])
@pytest.mark.parametrize("mark", ["", "> ", "- "])
def test_a_paragraph_is_read_alike_alone_and_among_many(width: int, mark: str) -> None:
    paragraph = "\n".join(mark + line for line in [*textwrap.wrap(PROSE[:180], width), PROSE * 5])
    alone = breaks_of(paragraph)

    assert breaks_of("\n\n".join([paragraph] * 30)) == alone + 29 * [2, *alone[1:]]


@pytest.mark.parametrize("width", [30, 40, 60, 72, 90, 120])
@pytest.mark.parametrize("mark", ["", "> ", "> > ", "# ", "   "])
def test_a_wrapped_line_is_no_break(width: int, mark: str) -> None:
    text = "\n".join(mark + line for line in textwrap.wrap(PROSE, width))

    assert not any(kinds_of(text))


def test_a_name_over_a_wrapped_line_has_no_break_inside() -> None:
    text = "The letter was signed in the month of May by Petra\nvan Horn and by all of us."

    assert not any(breaks_of(text))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Ann Lee\nBob Kim\nCyrus Horn", id="list"),
        pytest.param("ann lee\nbob kim", id="list in lower case"),
        pytest.param("Best,\nAnn", id="sign-off"),
        pytest.param("Signed by: Ann van Horn\nAnn van Horn, Treasurer", id="signature"),
        pytest.param("givenname: Ann\nsn: Horn\ncn: Ann Horn", id="fields"),
        pytest.param("- Ann Horn of the harbour board\n- Bob", id="items"),
        pytest.param("| Ann Horn | the harbour board |\n| Bob Lee | the council of |", id="rows"),
        pytest.param("hi ann\nare you there\nyes", id="chat"),
        pytest.param("> so Ann said yes and\nI did not know of it", id="reply under a quote"),
    ],
)
def test_a_line_ended_where_the_next_word_would_have_fitted_or_opens_anew(text: str) -> None:
    assert set(kinds_of(text)) == {1}


@pytest.mark.parametrize("num_lines", [2, 40])
def test_a_line_separator_always_ends_a_line(num_lines: int) -> None:
    line = "the keeper of the light saw it and went to the"

    breaks = breaks_of("\u2028".join([line] * num_lines))

    assert breaks == [0] * 11 + [1, *[0] * 10] * (num_lines - 1)


def test_the_lines_near_it_tell_whether_a_line_ended() -> None:
    lines = textwrap.wrap(PROSE, 60)
    text = "\n".join(["Dear Ann Horn", *lines, "Kind regards", "Bo"])

    assert kinds_of(text) == [1, *[0] * (len(lines) - 1), 1, 1]


def test_a_line_of_quote_marks_alone_is_a_blank_line() -> None:
    assert kinds_of("> Ann Lee\n>\n> Bob Kim") == [1, 2]


def test_time_grows_with_the_number_of_lines_and_no_faster() -> None:
    text = "> a\n" * 50_000

    assert len(tokenize(text).breaks) == 100_000


def test_very_long_lines_do_not_count_as_a_column() -> None:
    assert kinds_of("word " * 400 + "Ann\nHorn " + "word " * 400) == [1]


def test_lines_of_characters_are_wrapped_where_one_more_would_not_have_fitted() -> None:
    line = "港口委员会在星期二听取了主席的报告"
    line += "并决定把旧灯塔的修缮工作推迟到明年春天以后再作讨论因为费用太高"

    assert kinds_of(f"{line}\n{line}\n{line}") == [0, 0]
    assert kinds_of(f"港口\n{line}") == [1]
    assert kinds_of(f"{line}\n姓名：马丁\n电话：5") == [1, 1]
