import pytest

from nomen.model.names.settling.surname_first import is_surname_first
from tests.model.names.settling.marked import MarkedText


@pytest.mark.parametrize(
    "marked",
    [
        '1,"⟦Pell Quill⟧, ⟦Ada⟧",F',
        "From: ⟦Quill⟧, ⟦Ada⟧",
        "To: ⟦Quill⟧, ⟦Ada⟧; Pell, Bo",
        "To: Pell, Bo; ⟦Quill⟧, ⟦Ada⟧",
        "To: ⟦Quill⟧, ⟦Ada⟧ <ada@mail.example>",
        "1. ⟦Quill⟧, ⟦Ada⟧\n2. Pell, Bo",
        "⟦van Quill⟧, ⟦Ada⟧    Oslo",
        "| ⟦Quill⟧, ⟦Ada⟧ | Oslo |",
        "⟦Quill⟧, ⟦Ada⟧",
        "⟦Quill⟧, ⟦Ada⟧, MD",
        "⟦Quill⟧, ⟦Ada⟧, 12, 14",
        "seen by ⟦Quill⟧, ⟦Ada B.⟧ and others",
        "⟦Quill⟧, ⟦A.⟧ (1999)",
    ],
)
def test_a_surname_stands_first_where_two_parts_fill_a_place(marked: str) -> None:
    text = MarkedText(marked)
    first, second = text.names

    assert is_surname_first(first, second, text.context)


@pytest.mark.parametrize(
    "marked",
    [
        "thanks to ⟦Ada⟧, ⟦Bo⟧ and Cy",
        "Ross: Ok, ⟦Ada⟧, ⟦Bo⟧, listen",
        "Present: ⟦Ada⟧, ⟦Bo⟧",
        "Author: ⟦Ada Quill⟧, ⟦Bo Pell⟧ <bo@mail.example>",
        "⟦Quill⟧,⟦Ada⟧",
        "⟦Quill⟧ and ⟦Ada⟧",
        "⟦Quill⟧,\n⟦Ada⟧",
        "⟦P.⟧, ⟦Quill, A.⟧",
        "⟦Ada⟧, ⟦Bo⟧, 12 friends",
    ],
)
def test_names_of_a_list_stay_two(marked: str) -> None:
    text = MarkedText(marked)
    first, second = text.names

    assert not is_surname_first(first, second, text.context)
