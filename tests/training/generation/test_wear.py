import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nomen.training.data.texts import LabelledText
from nomen.training.generation import wear
from nomen.training.generation.wear import WEAR, Wear, worn
from tests.training.generation.made_world import names_of

NOTE = LabelledText(
    "Dear Zoé Brook,\nit is Li Wei's turn. Best,\nAl.", ((5, 14), (22, 28), (43, 45))
)


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        (wear.in_lower_case, ["zoé brook", "li wei", "al"]),
        (wear.in_capitals, ["ZOÉ BROOK", "LI WEI", "AL"]),
        (wear.with_lower_names, ["zoé brook", "li wei", "al"]),
        (wear.without_accents, ["Zoe Brook", "Li Wei", "Al"]),
        (wear.without_last_stop, ["Zoé Brook", "Li Wei", "Al"]),
        (wear.on_one_line, ["Zoé Brook", "Li Wei", "Al"]),
    ],
)
def test_names_stay_names(kind: Wear, names: list[str]) -> None:
    assert names_of(kind(NOTE, random.Random(0))) == names


def test_the_last_stop_is_dropped() -> None:
    assert wear.without_last_stop(NOTE, random.Random(0)).text == NOTE.text[:-1]


def test_stops_go_but_not_those_of_names() -> None:
    text = LabelledText("J. Li left. So did I.", ((0, 5),))
    assert wear.without_stops(text, random.Random(0)).text == "J. Li left So did I"


def test_a_piece_cut_out_begins_and_ends_outside_names() -> None:
    for seed in range(100):
        piece = wear.cut_out(NOTE, random.Random(seed))
        assert piece.text in NOTE.text
        assert set(names_of(piece)) <= set(names_of(NOTE))


def test_most_pages_wear_little_and_some_much() -> None:
    texts = [worn(NOTE, random.Random(seed)) for seed in range(200)]
    assert 20 < sum(text == NOTE for text in texts) < 120
    assert len({text.text for text in texts}) > 50


def test_no_blank_line_parts_a_name() -> None:
    text = LabelledText("Hi Ada\nBrook\nBye", ((3, 12),))
    assert wear.with_blank_lines(text, random.Random(0)).text == "Hi Ada\nBrook\n\nBye"


def test_marked_letters_become_references_of_html() -> None:
    texts = [wear.with_references(NOTE, random.Random(seed)) for seed in range(50)]
    names = {name for text in texts for name in names_of(text)}
    assert {"Zo&eacute; Brook", "Zo&#233; Brook", "Zo&#xe9; Brook"} <= names
    assert "Zo&eacute;&nbsp;Brook" in names


def test_bad_encodings_mangle_marked_letters() -> None:
    assert names_of(wear.mangled(NOTE, random.Random(0))) == ["ZoÃ© Brook", "Li Wei", "Al"]


def test_misread_letters_stay_in_their_names() -> None:
    changed = [wear.misread(NOTE, random.Random(seed)) for seed in range(100)]
    assert any(text.text != NOTE.text for text in changed)
    assert all(len(text.names) == 3 for text in changed)


@given(st.text(max_size=80), st.data(), st.sampled_from(list(WEAR)), st.integers(0, 9))
def test_no_wear_breaks_a_text(text: str, data: st.DataObject, kind: Wear, seed: int) -> None:
    places = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=6)))
    names = tuple(zip(places[::2], places[1::2], strict=False))
    changed = kind(LabelledText(text, names), random.Random(seed))
    assert len(changed.names) <= len(names)
