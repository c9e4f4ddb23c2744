import pytest

from nomen.model.names.settling.context import Context
from nomen.model.names.settling.parting import part
from tests.model.names.settling.marked import MarkedText


@pytest.mark.parametrize(
    ("marked", "parts"),
    [
        ("⟦Ada Quill⟧ left.", ["Ada Quill"]),
        ("⟦Ada Quill\n\nBo Pell⟧", ["Ada Quill", "Bo Pell"]),
        ("⟦Ada Quill\nBo Pell⟧", ["Ada Quill", "Bo Pell"]),
        ("⟦Ada\nQuill⟧", ["Ada\nQuill"]),
        ("⟦Ada\tBo⟧\tCy", ["Ada", "Bo"]),
        ("⟦Ada    Bo⟧", ["Ada", "Bo"]),
        ("⟦Ada\tQuill⟧ called.", ["Ada\tQuill"]),
        ("We thanked the whole party and wrote to Ms ⟦Ada\nQuill⟧.", ["Ada\nQuill"]),
    ],
)
def test_lines_and_cells_part_names(marked: str, parts: list[str]) -> None:
    text = MarkedText(marked)

    assert text.texts(list(part(text.names[0], text.context))) == parts


@pytest.mark.parametrize("sign", ["aka", "a.k.a.", "v.", "/", "😀", "❤️"])
def test_what_stands_between_two_names_parts_them(sign: str) -> None:
    text = MarkedText(f"⟦Ada Quill {sign} Bo⟧ left")

    assert text.texts(list(part(text.names[0], text.context))) == ["Ada Quill", "Bo"]


@pytest.mark.parametrize(
    ("marked", "parts"),
    [
        ("given: ⟦Ada\nsn⟧: Quill", ["Ada"]),
        ("the end of a longer line in which she spoke to ⟦Ada\nBo Pell⟧: yes", ["Ada", "Bo Pell"]),
    ],
)
def test_the_key_of_the_next_line_parts_names(marked: str, parts: list[str]) -> None:
    text = MarkedText(marked)

    assert text.texts(list(part(text.names[0], text.context))) == parts


@pytest.mark.parametrize(
    ("marked", "parts"),
    [
        ("⟦Ada | Bo⟧", ["Ada", "Bo"]),
        ("⟦Quill; Pell⟧", ["Quill", "Pell"]),
        ("⟦Quill/Pell⟧", ["Quill", "Pell"]),
        ("⟦Quill v. Pell⟧", ["Quill", "Pell"]),
        ("⟦Ada V. Quill⟧", ["Ada V. Quill"]),
        ("⟦Ada's Bo⟧", ["Ada", "Bo"]),
        ("⟦Ada a.quill@mail.example⟧", ["Ada"]),
        ("⟦USER_NAME⟧", []),
    ],
)
def test_borders_and_identifiers_are_in_no_name(marked: str, parts: list[str]) -> None:
    text = MarkedText(marked)

    assert text.texts(list(part(text.names[0], text.context))) == parts


@pytest.mark.parametrize(
    ("marked", "parts"),
    [
        ("⟦Quill, Ada⟧", ["Quill, Ada"]),
        ("⟦Quill,Ada⟧", ["Quill", "Ada"]),
        ("⟦Ada, Ada⟧", ["Ada", "Ada"]),
        ("⟦Ada Quill, Bo Pell⟧", ["Ada Quill", "Bo Pell"]),
        ("⟦van der Quill, Ada Mae⟧", ["van der Quill, Ada Mae"]),
        ("⟦Pell Quill, A. B.⟧", ["Pell Quill, A. B."]),
    ],
)
def test_a_comma_parts_fields_and_whole_names(marked: str, parts: list[str]) -> None:
    text = MarkedText(marked)

    assert text.texts(list(part(text.names[0], text.context))) == parts


@pytest.mark.parametrize(
    ("marked", "parts"),
    [
        ("⟦Ada (Addie) Quill⟧", ["Ada (Addie) Quill"]),
        ("⟦Ada Quill (Director)⟧", ["Ada Quill"]),
        ("⟦Ada Quill (sister)⟧", ["Ada Quill"]),
        ("⟦Ada Quill (Addie)⟧", ["Ada Quill", "Addie"]),
        ("⟦Ada Quill (Bo⟧", ["Ada Quill", "Bo"]),
        ("⟦Ada) Quill⟧", ["Ada", "Quill"]),
    ],
)
def test_a_bracket_goes_on_with_a_name_only_inside_it(marked: str, parts: list[str]) -> None:
    text = MarkedText(marked)

    assert text.texts(list(part(text.names[0], text.context))) == parts


def test_marks_of_a_token_list_part_names() -> None:
    context = Context(["Ada", "Quill", "\nBo", "Pell", "\tCy"], None)

    assert list(part(range(5), context)) == [range(2), range(2, 4), range(4, 5)]
