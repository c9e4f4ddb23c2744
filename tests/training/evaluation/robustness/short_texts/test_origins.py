from collections.abc import Sequence

import pytest

from nomen.training.data.labels import Span
from nomen.training.data.names.name_lists import CountryNames, NameLists
from nomen.training.errors import CorpusError
from nomen.training.evaluation.predictor import Tokens
from nomen.training.evaluation.robustness.short_texts.frames import Frame
from nomen.training.evaluation.robustness.short_texts.origins import ORIGINS, measure_frames


def names(letter: str) -> CountryNames:
    forenames = tuple(f"{letter}{end}" for end in ("a", "e", "i", "o", "u", "y", "al", "el"))
    return CountryNames(forenames={"F": forenames, "M": forenames}, surnames=forenames)


LISTS = NameLists(countries={"GB": names("B"), "VN": names("V"), "FR": CountryNames()})
FRAMES = [
    Frame(kind=kind, line=line, pattern=line, form="forename alone")
    for kind, line in (("chat", "hi {F} you"), ("list", "x {F}!"), ("list", "{F} ok"))
]


class Britons:
    """Finds words that begin with a B, and at the beginning of a text those with a V."""

    name = "britons"

    def predict(self, sentences: Sequence[Tokens]) -> list[list[Span]]:
        return [
            [(i, i + 1) for i, token in enumerate(tokens) if _is_found(i, token)]
            for tokens in sentences
        ]


def _is_found(place: int, token: str) -> bool:
    return token.startswith("B") or (place == 0 and token.startswith("V"))


def test_the_lowest_origin_is_compared_with_the_highest() -> None:
    found = measure_frames(Britons(), FRAMES, LISTS, seed=0)
    assert found.by_origin.keys() == {"English-speaking", "Vietnam"}
    assert found.by_group.keys() == {"GB F", "GB M", "VN F", "VN M"}
    assert found.by_origin["English-speaking"].value == 0.5
    assert found.by_origin["Vietnam"].value == 0.125
    assert found.lowest_to_highest.value == 0.25


def test_parts_of_the_frames_have_their_recalls() -> None:
    found = measure_frames(Britons(), FRAMES, LISTS, seed=0)
    assert (found.num_frames, found.num_texts, found.figures.num_names) == (3, 32, 32)
    assert found.by_frame == {"hi {F} you": 0.25, "x {F}!": 0.25, "{F} ok": 0.5}
    assert found.by_kind["list"].value == 2 / 6
    assert found.by_form.keys() == {"forename alone"}
    assert found.by_gender["F"].value == found.by_gender["M"].value


def test_conditions_are_compared_with_the_same_frames_as_written() -> None:
    found = measure_frames(Britons(), FRAMES, LISTS, seed=0).by_condition
    assert found.keys() == {"lower", "no last stop", "lower, no last stop"}
    assert (found["lower"].recall.value, found["lower"].as_written.value) == (0.0, 4 / 6)
    assert found["no last stop"].recall.value == found["no last stop"].as_written.value == 0.5


def test_the_worst_frames_are_those_with_the_fewest_names_found() -> None:
    found = measure_frames(Britons(), FRAMES, LISTS, seed=0)
    assert found.worst_frames == ["hi {F} you"]
    assert found.worst_by_origin["English-speaking"].value == 0.5
    assert found.worst_lowest_to_highest.value == 0.0


def test_groups_tell_where_their_names_are_from() -> None:
    found = measure_frames(Britons(), FRAMES, LISTS, seed=0)
    assert set(found.held_out) <= found.by_group.keys()
    assert {"FR F", "FR M", "IE F"} <= set(found.left_out)


def test_lists_without_enough_names_are_an_error() -> None:
    with pytest.raises(CorpusError, match="expected 4 forenames"):
        measure_frames(Britons(), FRAMES, NameLists(countries={}), seed=0)


def test_countries_have_one_origin() -> None:
    countries = [country for group in ORIGINS.values() for country in group]
    assert len(countries) == len(set(countries)) >= 40
