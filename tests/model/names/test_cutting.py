import pytest

from nomen.model.names.cutting import cut_at, cut_at_tags, find_placeholders, overlapping
from nomen.model.names.layout import Layout
from nomen.model.text.tokenizer import tokenize


def cut(text: str, *names: range) -> list[str]:
    found = tokenize(text)
    layout = Layout(text, found.starts, found.ends)
    pieces = cut_at_tags(names, found.tokens, lambda: layout)
    return [text[found.starts[each.start] : found.ends[each.stop - 1]] for each in pieces]


def test_a_name_is_cut_at_the_ends_of_tags() -> None:
    assert cut("<b>Ada</b> Quill", range(1, 4)) == ["Ada", "Quill"]


def test_what_a_cut_leaves_of_a_tag_is_no_name() -> None:
    # < i title = " Ada " > Quill
    assert cut('<i title="Ada">Quill', range(5, 9)) == ["Quill"]


def test_a_name_inside_a_tag_stays() -> None:
    assert cut('<i title="Ada Quill">Bo', range(5, 7)) == ["Ada Quill"]


def test_a_whole_tag_is_no_name() -> None:
    assert cut("<Ada>", range(3)) == []


def test_a_name_with_a_sign_that_is_no_tag_stays() -> None:
    assert cut("Ada > Quill", range(3)) == ["Ada > Quill"]


def test_names_without_signs_need_no_layout() -> None:
    def layout() -> Layout:
        raise AssertionError

    assert list(cut_at_tags([range(2)], ["Ada", "Quill"], layout)) == [range(2)]


def test_a_token_that_holds_more_than_a_tag_stays() -> None:
    tokens = ["<b>Ada</b>", "Quill"]
    assert list(cut_at_tags([range(2)], tokens, lambda: Layout.of_tokens(tokens))) == [
        range(1),
        range(1, 2),
    ]


def test_tokens_are_taken_out_of_names() -> None:
    assert list(cut_at([range(6), range(7, 9)], [range(2), range(3, 4), range(7, 9)])) == [
        range(2, 3),
        range(4, 6),
    ]


def test_placeholders_are_all_tokens_that_they_touch() -> None:
    text = "Dear [NAME_1], [NAME_2]xy"
    found = tokenize(text)
    holes = find_placeholders([r"\[NAME_\d\]", r"AME_2\]x"], Layout(text, found.starts, found.ends))
    assert [text[found.starts[h.start] : found.ends[h.stop - 1]] for h in holes] == [
        "[NAME_1]",
        "[NAME_2]xy",
    ]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (range(2), [range(2)]),
        (range(2, 3), []),
        (range(1, 5), [range(2), range(3, 4), range(4, 6)]),
        (range(6, 9), []),
    ],
)
def test_ranges_that_share_a_token(name: range, expected: list[range]) -> None:
    assert list(overlapping(name, [range(2), range(3, 4), range(4, 6)])) == expected


def test_a_tag_inside_a_word_does_not_cut() -> None:
    assert cut("<b>A</b>da Quill", range(1, 3)) == ["A</b>da Quill"]
