"""A listed name takes the endings of the name that it replaces."""

import random

import pytest

from nomen.training.augmentation.endings import inflected
from nomen.training.augmentation.language_names import LanguageNames
from nomen.training.augmentation.swapping import AllGroups, NameGroup, swap_names
from nomen.training.data.labels import LabelledSentence
from nomen.training.data.names.names_of_languages import ListedNames

WORLD = AllGroups([
    NameGroup(
        country="KE", gender="F", forenames=["Wanjiru"], surnames=["Kamau"], has_family_names=True
    )
])  # fmt: skip


def forms(new: list[str], old: list[str]) -> set[tuple[str, ...]]:
    return {tuple(inflected(new, old, random.Random(seed))) for seed in range(300)}


def test_a_name_takes_the_ending_of_the_old_one_or_stays() -> None:
    found = forms(["Орлов"], ["Соколовым"])
    assert {("Орлов",), ("Орловым",), ("Орлом",)} <= found
    assert all(name == "Орлов" or name.endswith("м") for (name,) in found)


def test_forename_and_surname_take_one_each() -> None:
    found = forms(["Анна", "Орлова"], ["Марией", "Соколовой"])
    assert ("Анной", "Орловой") not in found  # both end alike; the forename's ending is its own
    assert ("Анней", "Орловой") in found
    assert ("Анна", "Орлова") in found


@pytest.mark.parametrize(
    ("new", "old"), [("Li", "Soh"), ("Anne-Lise", "Mariam"), ("Anna", "O'Day")]
)
def test_short_and_hyphenated_names_stay(new: str, old: str) -> None:
    assert forms([new], [old]) == {(new,)}


@pytest.mark.parametrize(("language", "expected"), [("ru", True), ("fa", False)])
def test_names_are_inflected_where_the_language_does_it(language: str, *, expected: bool) -> None:
    sentence = LabelledSentence(("Вижу", "Соколовым"), ((1, 2),))
    listed = ListedNames(given=("Орлов",), family=("Орлов",))
    names = LanguageNames.build(language, [sentence], listed, world=WORLD, invented=0.0)
    found = {swap_names(sentence, names, random.Random(seed)).tokens[1] for seed in range(300)}
    assert ("Орловым" in found) is expected
    assert "Орлов" in found
