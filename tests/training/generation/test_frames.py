import random
from collections.abc import Iterator

import pytest

from nomen.training.generation.frames import Frame, Slot, build, parsed, shipped_frames, slot
from nomen.training.generation.grammar import number, shipped_grammar
from nomen.training.generation.writing import PERSON_SLOTS
from tests.training.generation.made_world import made_world


def slots(frame: Frame) -> Iterator[Slot]:
    for part in frame:
        if isinstance(part, Slot):
            yield part
        elif isinstance(part, tuple):
            for option in part:
                yield from slots(option)


def _is_number(key: str, generator: random.Random) -> bool:
    try:
        return number(key, generator) is not None
    except ValueError:
        return False


def test_bars_part_frames_outside_braces_and_choices_inside() -> None:
    first, second = parsed("Dear {first1}{,|!}|Hello")
    assert first == ("Dear ", slot("first1"), ((",",), ("!",)))
    assert second == ("Hello",)


def test_a_choice_may_be_nothing_or_hold_a_choice() -> None:
    assert parsed("{a|{b|}|}") == ((((("a",), ((("b",), ()),), ())),),)


def test_a_slot_has_a_key_and_a_number() -> None:
    assert slot("short12").key == ""
    assert (slot("email_of2").key, slot("email_of2").number) == ("email_of", 2)
    assert slot("01-31") == Slot("", 0, "01-31")


@pytest.mark.parametrize("line", ["{a|b", "a}", "{{a}}", "{}"])
def test_braces_must_hold_something_and_come_in_pairs(line: str) -> None:
    with pytest.raises(ValueError, match="expected"):
        parsed(line)


def test_frames_stand_under_their_heading() -> None:
    frames = build(["[greeting]", "Hi | Hello", "", "[end]", "Bye\\n", "[greeting]", "Hey"])
    assert frames == {"greeting": [("Hi",), ("Hello",), ("Hey",)], "end": [("Bye\n",)]}


def test_a_frame_without_a_heading_is_refused() -> None:
    with pytest.raises(ValueError, match="heading"):
        build(["Hi"])


def test_every_slot_of_the_shipped_frames_can_be_filled() -> None:
    known = {*PERSON_SLOTS, "sentence", *shipped_frames()}
    known |= {*shipped_grammar().lists, "forename", "surname"}
    found = {s for frames in shipped_frames().values() for frame in frames for s in slots(frame)}
    generator = made_world().random
    unknown = {
        s.written
        for s in found
        if known.isdisjoint((s.key, s.written.split(":")[0]))
        and not _is_number(s.written, generator)
    }
    assert unknown == set()
