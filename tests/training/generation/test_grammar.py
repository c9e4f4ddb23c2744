import random
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nomen.training.generation.grammar import Grammar, Reference, number, parsed, shipped_grammar


def test_alternatives_stand_on_lines_or_between_bars() -> None:
    grammar = Grammar.build(["// a comment", "[tree]", "oak | elm", "", "ash", "[colour]", "red"])

    assert grammar.lists == {"tree": [("oak",), ("elm",), ("ash",)], "colour": [("red",)]}


def test_a_heading_that_comes_again_goes_on_with_its_list() -> None:
    assert Grammar.build(["[tree]", "oak", "[hill]", "tor", "[tree]", "elm"]).lists["tree"] == [
        ("oak",),
        ("elm",),
    ]


def test_an_alternative_before_a_heading_is_refused() -> None:
    with pytest.raises(ValueError, match="heading"):
        Grammar.build(["oak"])


def test_a_phrase_is_split_into_texts_and_references() -> None:
    assert parsed(r"{tree:title} Street\n{1-9}") == (
        Reference("tree", "title"),
        " Street\n",
        Reference("1-9"),
    )


def test_an_unknown_casing_is_refused() -> None:
    with pytest.raises(ValueError, match="casing"):
        parsed("{tree:loud}")


@pytest.mark.parametrize(
    ("casing", "written"),
    [
        ("", "Red oak's Hill"),
        ("upper", "RED OAK'S HILL"),
        ("capital", "Red oak's Hill"),
        ("slug", "red-oak-s-hill"),
        ("snake", "red_oak_s_hill"),
    ],
)
def test_references_change_the_casing(casing: str, written: str) -> None:
    assert Reference("key", casing).cased("Red oak's Hill") == written


@given(st.randoms(use_true_random=False))
def test_numbers_keep_to_their_bounds_and_lengths(generator: random.Random) -> None:
    assert 3 <= int(number("3-12", generator) or "") <= 12
    day = number("01-12", generator) or ""
    assert len(day) == 2
    assert 1 <= int(day) <= 12
    assert len(number("6d", generator) or "") == 6
    assert int(number("hex8", generator) or "", 16) >= 0
    assert (number("A3", generator) or "").isupper()


def test_other_references_are_no_numbers() -> None:
    assert number("tree", random.Random(1)) is None


def test_every_reference_of_the_shipped_lists_can_be_filled() -> None:
    grammar = shipped_grammar()
    phrases = chain.from_iterable(grammar.lists.values())
    keys = {part.key for phrase in phrases for part in phrase if isinstance(part, Reference)}
    known = grammar.lists.keys() | {"forename", "surname"}

    assert [key for key in keys - known if number(key, random.Random(1)) is None] == []
