import numpy as np
import pytest

from nomen.model.names.settling.joining import join
from tests.model.names.settling.marked import MarkedText


def joined(marked: str, probability: float = 0.0) -> list[str]:
    text = MarkedText(marked)
    name = np.full(len(text.tokenized.tokens), probability, dtype=np.float32)
    return text.texts(join(text.names, text.context, name))


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("by ⟦Ada⟧ J ⟦Quill⟧", ["Ada J Quill"]),
        ("by ⟦Ada⟧ J. ⟦Quill⟧", ["Ada J. Quill"]),
        ("⟦Ada⟧ I ⟦Quill⟧", ["Ada", "Quill"]),
        ("⟦Ada⟧ J\n⟦Quill⟧", ["Ada", "Quill"]),
    ],
)
def test_an_initial_joins_the_names_on_both_sides(marked: str, expected: list[str]) -> None:
    assert joined(marked) == expected


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        (
            "the council was told by ⟦Anne⟧-\n⟦Laure Quill⟧ of the works",
            ["Anne-\nLaure Quill"],
        ),
        ("the council was told by ⟦Anne⟧ -\n⟦Laure Quill⟧ of the works", ["Anne", "Laure Quill"]),
        ("the council was told by ⟦Anne⟧ - ⟦Laure Quill⟧ of it", ["Anne", "Laure Quill"]),
        ("Thanks ⟦Anne⟧-\n⟦Laure⟧\n", ["Anne", "Laure"]),
        ("> ⟦Anne Quil⟧-\n> ⟦lon⟧ came", ["Anne Quil-\n> lon"]),
        ("⟦Anne Quil⟧-\n⟦lon Pell⟧ came", ["Anne Quil-\nlon Pell"]),
        ("> ⟦Anne Quil⟧-\n> lon ⟦Pell⟧ came", ["Anne Quil-\n> lon Pell"]),
    ],
)
def test_a_double_name_over_a_wrapped_line_is_one(marked: str, expected: list[str]) -> None:
    assert joined(marked) == expected


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("⟦马丁⟧·⟦琳⟧和⟦安娜⟧", ["马丁·琳", "安娜"]),
        ("⟦ジャン⟧・⟦ポレ⟧と", ["ジャン・ポレ"]),
        ("⟦ジャン⟧=⟦ポレ⟧と", ["ジャン=ポレ"]),
        ("⟦田中⟧・⟦鈴木⟧は", ["田中", "鈴木"]),
        ("⟦Ada⟧ · ⟦Bob⟧", ["Ada", "Bob"]),
        ("⟦Anne⟧ d'⟦Orval⟧ left", ["Anne d'Orval"]),
        ("⟦Anne⟧ l'⟦Orval⟧", ["Anne", "Orval"]),
        ("d'⟦Orval⟧", ["d'Orval"]),
        ("Name\nd'⟦Orval⟧\nAge", ["d'Orval"]),
        ("livre d'⟦Anne⟧", ["Anne"]),
        ("d'⟦Anne⟧ on sait", ["Anne"]),
    ],
)
def test_what_joins_the_parts_of_one_name_does(marked: str, expected: list[str]) -> None:
    assert joined(marked) == expected


def test_a_letter_that_is_no_initial_stays_outside() -> None:
    assert joined("D/C ⟦Quill⟧ today", 0.5) == ["Quill"]


@pytest.mark.parametrize(
    ("probability", "expected"), [(0.0, ["Ada Quill"]), (0.1, ["R Ada Quill"])]
)
def test_an_initial_before_a_name_needs_a_probability(
    probability: float, expected: list[str]
) -> None:
    assert joined("Author: R ⟦Ada Quill⟧", probability) == expected


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("⟦Quill⟧, A. B., ⟦Pell⟧, C.", ["Quill, A. B.", "Pell, C."]),
        ("⟦Quill⟧ AB, ⟦Pell⟧ C.", ["Quill AB", "Pell C."]),
        ("⟦Quill⟧, A. ⟦Pell⟧", ["Quill", "Pell"]),
        ("in ⟦Quill⟧, U.S.", ["Quill"]),
        ("⟦A.⟧, ⟦B.⟧", ["A.", "B."]),
        ("⟦Quill⟧,c.1700", ["Quill"]),
        ("NAME ⟦Ada C⟧. /Quill/", ["Ada C."]),
    ],
)
def test_initials_after_a_surname_are_part_of_it(marked: str, expected: list[str]) -> None:
    assert joined(marked) == expected


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("⟦Ada Quill⟧, Jr.: yes", ["Ada Quill, Jr."]),
        ("⟦Ada Quill⟧, ⟦Jr.⟧", ["Ada Quill, Jr."]),
        ("⟦Ada Quill⟧ III, left", ["Ada Quill III"]),
        ("⟦Ada Quill⟧, iii", ["Ada Quill"]),
    ],
)
def test_a_suffix_is_part_of_the_name_before_it(marked: str, expected: list[str]) -> None:
    assert joined(marked) == expected


def test_a_surname_and_its_forename_are_one_name() -> None:
    assert joined('"⟦Quill⟧, ⟦Ada⟧" and ⟦Bo⟧, ⟦Cy⟧') == ["Quill, Ada", "Bo", "Cy"]
