import pytest

from nomen.model.names.settling.enumerating import enumerate_alike
from tests.model.names.settling.marked import MarkedText


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("⟦Quill⟧, ⟦Ada⟧ and ⟦Pell, Bo⟧", ["Quill, Ada", "Pell, Bo"]),
        ("⟦Quill⟧, ⟦Ada⟧, ⟦Pell, Bo⟧, ⟦Orr, Cy⟧", ["Quill, Ada", "Pell, Bo", "Orr, Cy"]),
        ("⟦Quill, Ada⟧, ⟦Pell⟧, ⟦Bo⟧, ⟦Orr, Cy⟧", ["Quill, Ada", "Pell, Bo", "Orr, Cy"]),
        ("⟦Ada⟧, ⟦Bo⟧, ⟦Cy, Di⟧", ["Ada", "Bo", "Cy", "Di"]),
        ("⟦Quill⟧, ⟦Pell⟧, ⟦Orr, A⟧", ["Quill", "Pell", "Orr, A"]),
        ("⟦Quill, Ada⟧, ⟦Pell⟧, ⟦Orr, Cy⟧", ["Quill, Ada", "Pell", "Orr, Cy"]),
        ("⟦Ada Quill⟧, ⟦Bo⟧, ⟦Pell, Cy⟧", ["Ada Quill", "Bo", "Pell, Cy"]),
        ("⟦Ada⟧, ⟦Bo⟧\n⟦Pell, Cy⟧", ["Ada", "Bo", "Pell, Cy"]),
        ("⟦Ada⟧, ⟦Bo⟧ and ⟦Cy⟧", ["Ada", "Bo", "Cy"]),
        ("⟦Ada⟧ & ⟦Bo⟧ & ⟦Pell, Cy⟧", ["Ada", "Bo", "Pell, Cy"]),
    ],
)
def test_the_names_of_an_enumeration_are_alike(marked: str, expected: list[str]) -> None:
    text = MarkedText(marked)

    assert text.texts(list(enumerate_alike(text.names, text.context))) == expected
