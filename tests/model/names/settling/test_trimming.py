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
        ("⟦&#65;&#100;&#97;⟧ left", ["&#65;&#100;&#97;"]),
        ("⟦&#49;&#50;⟧", []),
        ("⟦&#24352;&#20255;女士⟧来了", ["&#24352;&#20255;"]),
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


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("⟦Kemal'in⟧ evi", ["Kemal"]),
        ("⟦Kemal’in⟧ evi", ["Kemal"]),
        ("⟦Aylin Karaca'nın⟧ evi", ["Aylin Karaca"]),
        ("⟦Aylin'den⟧ geldi", ["Aylin"]),
        ("⟦Elif'e⟧ verdi", ["Elif"]),
        ("⟦Öztürk'ü⟧ gördü", ["Öztürk"]),
        ("⟦O'Brien⟧ left", ["O'Brien"]),
        ("⟦Ada D'Angelo⟧ left", ["Ada D'Angelo"]),
        ("⟦N'Golo⟧ left", ["N'Golo"]),
        ("⟦o'brien⟧ left", ["o'brien"]),
        ("⟦Hans van 't⟧ Veld", ["Hans van 't"]),
    ],
)
def test_a_suffix_after_an_apostrophe_stands_outside(marked: str, expected: list[str]) -> None:
    text = MarkedText(marked)

    assert text.texts([trim(text.names[0], text.context)]) == expected


def test_a_token_list_is_trimmed_as_well() -> None:
    assert trim(range(4), Context(["Mrs.", "\nAda", "Quill", "."], None)) == range(1, 3)
    assert trim(range(2), Context(["Aylin", "'in"], None)) == range(1)
    assert trim(range(2), Context(["abu", "'Ali"], None)) == range(2)
