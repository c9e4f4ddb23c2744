import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nomen.training.augmentation.swapping import PersonName
from nomen.training.data.texts import LabelledText
from nomen.training.evaluation.robustness.short_texts.frames import (
    OTHER,
    Frame,
    conditions,
    read_frames,
)

LATIN = PersonName(forename="María José", surname="Vega")
FAMILY_FIRST = PersonName(forename="Minh", surname="Tran", is_family_first=True)


class One:
    """Draws the same name again and again."""

    def __init__(self, name: PersonName) -> None:
        self.name = name

    def draw(self, generator: random.Random) -> PersonName:
        del generator
        return self.name


def names_of(text: LabelledText) -> list[str]:
    return [text.text[start:end] for start, end in text.names]


def filled(pattern: str, name: PersonName) -> LabelledText:
    frame = Frame(kind="note", line=pattern, pattern=pattern, form=OTHER)
    return frame.fill(One(name), random.Random(0))


def test_a_free_slot_stands_for_three_forms(tmp_path: Path) -> None:
    file = tmp_path / "frames.txt"
    file.write_text("## chat\nhi {}\n{S, F}: yes\n{F} and {F}\n", encoding="utf-8")
    found = [(frame.pattern, frame.form) for frame in read_frames(file)]
    assert found == [
        ("hi {F S}", "whole name"),
        ("hi {F}", "forename alone"),
        ("hi {S}", "surname alone"),
        ("{S, F}: yes", "other form"),
        ("{F} and {F}", "forename alone"),
    ]
    assert len({frame.line for frame in read_frames(file)}) == 3


@pytest.mark.parametrize(
    ("pattern", "name", "text", "names"),
    [
        ("Hi {F S}!", LATIN, "Hi María José Vega!", ["María José Vega"]),
        ("Hi {F S}!", FAMILY_FIRST, "Hi Tran Minh!", ["Tran Minh"]),
        ("{S, F}: 3", FAMILY_FIRST, "Tran, Minh: 3", ["Tran, Minh"]),
        ("{S, I.} 1", LATIN, "Vega, M. 1", ["Vega, M."]),
        ("{F}\n{S}", LATIN, "María José\nVega", ["María José", "Vega"]),
    ],
)
def test_slots_tell_the_form_of_names(
    pattern: str, name: PersonName, text: str, names: list[str]
) -> None:
    found = filled(pattern, name)
    assert found.text == text
    assert names_of(found) == names


def test_a_last_stop_is_left_out() -> None:
    found = conditions(LabelledText("Ask Ann.", ((4, 7),)))
    assert {name: text.text for name, text in found.items()} == {
        "as written": "Ask Ann.",
        "lower": "ask ann.",
        "no last stop": "Ask Ann",
        "lower, no last stop": "ask ann",
    }


@pytest.mark.parametrize("text", [LabelledText("Ann", ((0, 3),)), LabelledText("Li J.", ((0, 5),))])
def test_a_text_without_a_stop_of_its_own_has_two_conditions(text: LabelledText) -> None:
    assert conditions(text).keys() == {"as written", "lower"}


@given(st.text(min_size=1).filter(str.strip), st.text(min_size=1).filter(str.strip))
def test_names_stay_names_in_every_condition(forename: str, surname: str) -> None:
    name = PersonName(forename=forename, surname=surname)
    for condition, text in conditions(filled("Ask {S, F} or {F}.", name)).items():
        expected = [f"{surname}, {forename}", forename]
        is_lower = condition.startswith("lower")
        assert names_of(text) == ([e.lower() for e in expected] if is_lower else expected)


def test_there_are_many_frames_of_many_kinds() -> None:
    frames = read_frames()
    lines = {frame.line for frame in frames}
    assert len(lines) >= 40
    assert len({frame.kind for frame in frames}) >= 13
    assert all("{" in line and "⏎" not in line for line in lines)
    assert {frame.form for frame in frames} >= {"whole name", "forename alone", "surname alone"}
