"""All operators by their results.

These are the tests of `model/redaction/breaks.py` and `model/redaction/numbers.py`, too.
"""

import hashlib
import hmac
import re
from collections.abc import Sequence
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nomen.model.redaction.operators import (
    Hash,
    Mask,
    Number,
    Operator,
    Remove,
    Replace,
    Surrogate,
)
from nomen.model.redaction.placeholders import placeholders_of
from nomen.model.redaction.redaction import Redactor
from nomen.model.tagged_documents import Name
from tests.model.redaction.names_in import names_in

KEY = b"a key of the tests"
OPERATORS: list[Operator] = [
    Replace(),
    Replace(with_=""),
    Number(),
    Number(template="P{n}", scope="batch"),
    Mask(character="\N{FULL BLOCK}", keep_first=1),
    Hash(key=KEY, length=8),
    Remove(),
    Surrogate(key=KEY),
]
TEXT = "Ada Byron met A. Byron's friend Zoe, then BYRON left."
NAMES = names_in(TEXT, "Ada Byron", "A. Byron", "Zoe", "BYRON")


def num_lines(text: str) -> int:
    return len(f"{text}.".splitlines())


def redact(operator: Operator, text: str = TEXT, names: Sequence[Name] = NAMES) -> str:
    return Redactor(operator).redact(text, names).text


def hashed(name: str, length: int) -> str:
    return hmac.new(KEY, name.encode(), hashlib.sha256).hexdigest()[:length]


@pytest.mark.parametrize(
    ("operator", "expected"),
    [
        (Replace(), "[NAME] met [NAME]'s friend [NAME], then [NAME] left."),
        (Replace(with_="X"), "X met X's friend X, then X left."),
        (Number(), "[NAME_1] met [NAME_1]'s friend [NAME_2], then [NAME_1] left."),
        (Number(template="P{n}"), "P1 met P1's friend P2, then P1 left."),
        (Mask(), "*** ***** met ** *****'s friend ***, then ***** left."),
        (Mask(keep_first=1), "A** ***** met A* *****'s friend Z**, then B**** left."),
        (
            Mask(character="😀", keep_first=4),
            "Ada B😀😀😀😀 met A. By😀😀😀's friend Zoe, then BYRO😀 left.",
        ),
        (Remove(), " met 's friend , then  left."),
    ],
)
def test_each_operator_puts_its_own_in_the_place_of_names(
    operator: Operator, expected: str
) -> None:
    assert redact(operator) == expected


def test_a_hash_can_be_computed_again_from_the_name_in_the_text() -> None:
    expected = f"{hashed('Ada Byron', 12)} met {hashed('A. Byron', 12)}'s friend "
    assert redact(Hash(key=KEY, length=12)).startswith(expected)


def test_the_default_operator_replaces() -> None:
    assert Redactor().redact(TEXT, NAMES).text == redact(Replace())


def test_numbers_of_a_batch_count_through_its_texts_and_others_begin_anew() -> None:
    texts = ["Zoe waved.", "Ada Byron and Zoe left."]
    names = [names_in(texts[0], "Zoe"), names_in(texts[1], "Ada Byron", "Zoe")]
    for scope, expected in (
        ("batch", "[NAME_2] and [NAME_1] left."),
        ("document", "[NAME_1] and [NAME_2] left."),
    ):
        redactor = Redactor(Number(scope=scope))  # type: ignore[arg-type] # both are scopes
        assert redactor.redact(texts[0], names[0]).text == "[NAME_1] waved."
        assert redactor.redact(texts[1], names[1]).text == expected


def test_a_number_that_stands_in_the_text_is_left_out() -> None:
    text = "[NAME_1] and [NAME_3] met Ada and Zoe."
    redacted = redact(Number(), text, names_in(text, "Ada", "Zoe"))
    assert redacted == "[NAME_1] and [NAME_3] met [NAME_2] and [NAME_4]."


def test_a_number_that_stands_in_another_text_of_a_batch_is_left_out() -> None:
    first, second = "Ada signs for [NAME_2].", "Zoe and Bob left, [NAME_4]."
    redactor = Redactor(Number(scope="batch"))
    assert redactor.redact(first, names_in(first, "Ada")).text == "[NAME_1] signs for [NAME_2]."
    assert redactor.redact(second, names_in(second, "Zoe", "Bob")).text == (
        "[NAME_3] and [NAME_5] left, [NAME_4]."
    )


def test_a_number_of_a_text_that_comes_later_is_left_out_if_it_is_reserved() -> None:
    redactor = Redactor(Number(scope="batch"))
    redactor.reserve(["Later: [NAME_1]."])
    assert redactor.redact("Ada", names_in("Ada", "Ada")).text == "[NAME_2]"


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    ["0" * 100_000, "a" * 100_000, "a-" * 50_000, "Dr " * 30_000, "\n> " * 30_000, "A. " * 30_000],
    ids=["digits", "letters", "hyphens", "titles", "breaks", "initials"],
)
@pytest.mark.parametrize("operator", [Number(template="{n}x"), Mask(), Surrogate(key=KEY)])
def test_no_text_takes_quadratic_time(text: str, operator: Operator) -> None:
    names = names_in(f"{text} {text}.", text.strip() or text, text.strip() or text)
    start = process_time()
    redacted = redact(operator, f"{text} {text}.", names)
    assert process_time() - start < 5  # quadratic time would be minutes
    for pattern in placeholders_of(operator):
        re.findall(pattern, f"{text} {redacted}")
    assert process_time() - start < 10


@pytest.mark.parametrize(
    ("operator", "expected"),
    [
        (Replace(), "> Dear [NAME]\r\n> > , hello"),
        (Remove(), "> Dear \r\n> > , hello"),
        (Mask(), "> Dear ***\r\n> > *****, hello"),
    ],
)
def test_line_ends_and_quote_marks_inside_a_name_survive(operator: Operator, expected: str) -> None:
    text = "> Dear Ada\r\n> > Byron, hello"
    assert redact(operator, text, names_in(text, "Ada\r\n> > Byron")) == expected


@pytest.mark.parametrize("mark", ["#", "##", "//"])
def test_a_comment_keeps_its_sign_where_a_name_goes_on(mark: str) -> None:
    text = f"{mark} by Ada\n{mark} Byron, who"
    expected = f"{mark} by [NAME]\n{mark} , who"
    assert redact(Replace(), text, names_in(text, f"Ada\n{mark} Byron")) == expected


def test_names_of_a_token_list_are_refused() -> None:
    name = Name(text="Ada", start=None, end=None, first_token=0, last_token=0, probability=1.0)
    with pytest.raises(TypeError, match=r"^expected the names of a text$"):
        Redactor().redact("Ada", [name])


@st.composite
def texts_with_names(draw: st.DrawFn) -> tuple[str, list[Name]]:
    """Draw pieces of any Unicode; every second one is a name."""
    words = st.text(max_size=6) | st.sampled_from(
        ["Ada", "Ada Byron", "von", "A.", "\n> ", "O'Neil"]
    )
    pieces = draw(st.lists(words, max_size=9))
    names, end = [], 0
    for i, piece in enumerate(pieces):
        start, end = end, end + len(piece)
        if i % 2 and piece:
            names.append(
                Name(
                    text=piece, start=start, end=end, first_token=0, last_token=0, probability=None
                )
            )
    return "".join(pieces), names


@given(texts_with_names(), st.sampled_from(OPERATORS))
def test_text_outside_names_is_unchanged_and_all_spans_fit(
    case: tuple[str, list[Name]], operator: Operator
) -> None:
    text, names = case
    document = Redactor(operator).redact(text, names)
    end = redacted_end = 0
    for name in document.names:
        assert text[end : name.start] == document.text[redacted_end : name.redacted_start]
        assert document.text[name.redacted_start : name.redacted_end] == name.replacement
        assert text[name.start : name.end] == name.original
        end, redacted_end = name.end, name.redacted_end
    assert text[end:] == document.text[redacted_end:]
    assert len(document.names) == len(names)
    if "\r" not in text:  # no name of a tagger begins with the second half of a line end
        assert num_lines(document.text) == num_lines(text)
