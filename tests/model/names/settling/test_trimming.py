import pytest

from nomen.model.names.settling.context import Context
from nomen.model.names.settling.trimming import trim
from tests.model.names.settling.marked import MarkedText


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("⟦Ada Quill⟧", ["Ada Quill"]),
        ("⟦, Ada -⟧", ["Ada"]),
        ("⟦Ada Quill.⟧", ["Ada Quill"]),
        ("⟦Ada Q.⟧ left", ["Ada Q."]),
        ("⟦Ada Quill Jr.⟧", ["Ada Quill Jr."]),
        ("⟦Soph.⟧ Ant. 5", ["Soph."]),
        ("⟦12 - 4⟧", []),
    ],
)
def test_punctuation_stands_at_no_end_of_a_name(marked: str, expected: list[str]) -> None:
    text = MarkedText(marked)

    assert text.texts([trim(text.names[0], text.context)]) == expected


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("⟦Dr. Ada Quill⟧", ["Ada Quill"]),
        ("⟦doctor quill⟧", ["quill"]),
        ("⟦Auntie Ada⟧", ["Ada"]),
        ("⟦Dear Dr. Quill⟧", ["Quill"]),
        ("⟦Auntie⟧", []),
        ("⟦Shri Anil Pell⟧", ["Anil Pell"]),
        ("⟦grandma⟧", []),
        ("⟦Justice⟧", ["Justice"]),
        ("⟦Gen Quill⟧", ["Gen Quill"]),
        ("⟦Ada Quill, PhD⟧", ["Ada Quill"]),
        ("⟦Ada Quill MD⟧", ["Ada Quill"]),
        ("⟦ada md⟧", ["ada md"]),
    ],
)
def test_titles_and_degrees_stand_outside(marked: str, expected: list[str]) -> None:
    text = MarkedText(marked)

    assert text.texts([trim(text.names[0], text.context)]) == expected


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("⟦田中さん⟧は", ["田中"]),
        ("⟦王女士⟧说", ["王"]),
        ("⟦山田太郎氏⟧", ["山田太郎"]),
        ("⟦王氏⟧", ["王氏"]),
        ("⟦김철수 씨⟧는", ["김철수"]),
        ("⟦先生⟧", ["先生"]),
        ("⟦pan Kowal⟧", ["Kowal"]),
        ("⟦Pan Shi⟧", ["Pan Shi"]),
        ("⟦г-н Орлов⟧", ["Орлов"]),
        ("⟦Sra. Prado⟧", ["Prado"]),
        ("⟦Aylin Hanım⟧ geldi", ["Aylin"]),
        ("⟦Ali Bey⟧", ["Ali Bey"]),
        ("⟦kemal bey⟧", ["kemal"]),
    ],
)
def test_honorifics_of_other_languages_stand_outside(marked: str, expected: list[str]) -> None:
    text = MarkedText(marked)

    assert text.texts([trim(text.names[0], text.context)]) == expected


def test_a_token_list_is_trimmed_as_well() -> None:
    assert trim(range(4), Context(["Mrs.", "\nAda", "Quill", "."], None)) == range(1, 3)
