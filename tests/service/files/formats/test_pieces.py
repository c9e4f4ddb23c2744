from hypothesis import given
from hypothesis import strategies as st

from nomen.model.redaction.redaction import RedactedName
from nomen.service.files.formats.pieces import Piece, join_paragraphs, redact_paragraphs
from tests.service.files.formats.naming import redact_text


def name(start: int, end: int, replacement: str = "[NAME]") -> RedactedName:
    return RedactedName(
        start=start,
        end=end,
        redacted_start=0,
        redacted_end=0,
        replacement=replacement,
        probability=1.0,
        original="",
    )


def pieces(*texts: str) -> list[Piece]:
    return [Piece(text) for text in texts]


def test_paragraphs_are_joined_by_blank_lines() -> None:
    assert join_paragraphs([pieces("Har", "ry"), [], pieces("waved")]) == "Harry\n\n\n\nwaved"


def test_without_names_all_pieces_stay() -> None:
    assert redact_paragraphs([pieces("a", "b"), pieces("c")], []) == [["a", "b"], ["c"]]


def test_a_name_over_several_pieces_is_replaced_in_the_first() -> None:
    paragraph = pieces("met Har", "ry", " Potter", " today")

    assert redact_paragraphs([paragraph], [name(4, 16)]) == [["met [NAME]", "", "", " today"]]


def test_names_stand_side_by_side_in_one_piece() -> None:
    paragraph = pieces("Harry and Ron", ", Harry")

    redacted = redact_paragraphs([paragraph], [name(0, 5), name(10, 13, "[B]"), name(15, 20)])

    assert redacted == [["[NAME] and [B]", ", [NAME]"]]


def test_fixed_pieces_stay_as_they_are() -> None:
    paragraph = [Piece("From: ", is_fixed=True), Piece("Ron"), Piece("\n", is_fixed=True)]

    assert redact_paragraphs([paragraph], [name(6, 10)]) == [["From: ", "[NAME]", "\n"]]


def test_a_name_around_a_fixed_break_is_replaced_once_and_on_one_line() -> None:
    paragraph = [Piece("Harry"), Piece("\n", is_fixed=True), Piece("Potter waved")]

    redacted = redact_paragraphs([paragraph], [name(0, 12, "[NAME]\n")])

    assert redacted == [["[NAME]", "\n", " waved"]]


def test_a_name_over_two_paragraphs_is_replaced_in_both() -> None:
    redacted = redact_paragraphs([pieces("Dear Harry"), pieces("Ron waved")], [name(5, 15)])

    assert redacted == [["Dear [NAME]"], ["[NAME] waved"]]


@given(st.lists(st.tuples(st.text(alphabet="aX \n", max_size=5), st.booleans()), max_size=8))
def test_only_names_outside_fixed_pieces_go(parts: list[tuple[str, bool]]) -> None:
    paragraph = [Piece(text, is_fixed=fixed) for text, fixed in parts]
    text = join_paragraphs([paragraph])

    (redacted,) = redact_paragraphs([paragraph], redact_text(text, ["X"], "-").names)

    assert redacted == [
        piece.text if piece.is_fixed else piece.text.replace("X", "-") for piece in paragraph
    ]
