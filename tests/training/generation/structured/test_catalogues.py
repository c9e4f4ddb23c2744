import csv
import json

import pytest

from nomen.training.generation.structured.catalogues import GENRES
from nomen.training.generation.things import Things
from tests.training.generation.made_world import made_page, made_world, names_of

SEEDS = range(60)


@pytest.mark.parametrize("genre", GENRES)
def test_every_catalogue_names_someone(genre: str) -> None:
    assert all(made_page(GENRES[genre], seed).names for seed in SEEDS)


def test_a_name_in_order_of_surnames_is_one_name() -> None:
    found = {name for seed in SEEDS for name in names_of(made_page(GENRES["catalogue rows"], seed))}

    assert {"Zhao, Meilan", "Ibarra, Ángel"} & found


def test_places_of_the_same_look_are_none() -> None:
    things = Things(made_world().random, made_world().names)
    towns = {things.draw("place_in_full") for _ in range(200)}

    assert len([town for town in towns if ", " in town]) > 80
    for genre in GENRES.values():
        for seed in SEEDS:
            assert not towns & {*names_of(made_page(genre, seed))}


def test_rows_are_as_long_as_each_other() -> None:
    for seed in SEEDS:
        lines = made_page(GENRES["catalogue rows"], seed).text.splitlines()
        lengths = [{len(row) for row in csv.reader(lines, delimiter=mark)} for mark in ",;\t"]
        assert any(len(found) == 1 for found in lengths)


def test_objects_are_json() -> None:
    for seed in SEEDS:
        text = made_page(GENRES["catalogue objects"], seed).text
        decoded, end = json.JSONDecoder().raw_decode(text)
        assert isinstance(decoded, dict)
        assert end
