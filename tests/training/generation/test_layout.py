from hypothesis import given
from hypothesis import strategies as st

from nomen.training.data.texts import LabelledText
from nomen.training.generation.layout import cut, edited, joined, prefixed, wrapped

LETTER = LabelledText("Dear Ada Brook, Li Wei is here", ((5, 14), (16, 22)))


def names(text: LabelledText) -> list[str]:
    return [text.text[start:end] for start, end in text.names]


def test_what_is_put_in_amid_a_name_is_part_of_it() -> None:
    assert names(edited(LETTER, [(8, 9, "\n> ")])) == ["Ada\n> Brook", "Li Wei"]


def test_what_is_put_in_at_an_end_of_a_name_stays_outside() -> None:
    text = edited(LETTER, [(5, 5, "<b>"), (14, 14, "</b>")])
    assert text.text == "Dear <b>Ada Brook</b>, Li Wei is here"
    assert names(text) == ["Ada Brook", "Li Wei"]


def test_a_name_keeps_what_is_left_of_it() -> None:
    assert names(edited(LETTER, [(0, 9, "M. "), (14, 16, "; ")])) == ["Brook", "Li Wei"]
    assert names(edited(LETTER, [(0, 15, ""), (18, 30, "!")])) == ["Li"]


def test_a_wrapped_line_is_as_long_as_it_may_be() -> None:
    text = wrapped(LETTER, 15)
    assert text.text == "Dear Ada Brook,\nLi Wei is here"
    assert names(wrapped(LETTER, 8)) == ["Ada\nBrook", "Li Wei"]


def test_a_word_longer_than_a_line_stays_whole() -> None:
    assert wrapped(LabelledText("a wonderful day"), 4).text == "a\nwonderful\nday"


def test_a_prefix_stands_before_every_line_and_amid_a_name() -> None:
    text = prefixed(LabelledText("Hi Ada\nBrook\n\nBye", ((3, 12),)), "> ")
    assert text.text == "> Hi Ada\n> Brook\n>\n> Bye"
    assert names(text) == ["Ada\n> Brook"]


def test_a_cut_text_has_what_is_inside_of_names() -> None:
    assert cut(LETTER, 5, 18) == LabelledText("Ada Brook, Li", ((0, 9), (11, 13)))


def test_joined_texts_keep_their_names() -> None:
    assert names(joined([LETTER, LETTER], " | ")) == ["Ada Brook", "Li Wei"] * 2


@given(st.text("ab \n", max_size=60), st.integers(1, 20), st.data())
def test_wrapping_loses_no_name_and_no_letter(text: str, width: int, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    labelled = LabelledText(text, ((start, end),) if start < end else ())
    changed = wrapped(labelled, width)
    assert changed.names == labelled.names
    assert changed.text.split() == text.split()


@given(st.text("ab\n ", max_size=40), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 3))))
def test_names_stay_apart_whatever_is_replaced(text: str, places: list[tuple[int, int]]) -> None:
    names = tuple((i, i + 2) for i in range(0, len(text) - 1, 3))
    edits, last = [], 0
    for start, length in sorted(places):
        if last <= start <= start + length <= len(text):
            edits.append((start, start + length, "xy"))
            last = start + length
    assert edited(LabelledText(text, names), edits).text.count("xy") >= len(edits)
