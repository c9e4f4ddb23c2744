import json

import pytest
import yaml

from nomen.training.generation.structured.nested import GENRES
from tests.training.generation.made_world import made_page, names_of

SEEDS = range(40)


@pytest.mark.parametrize("genre", GENRES)
def test_every_nested_record_holds_a_name(genre: str) -> None:
    assert all(made_page(GENRES[genre], seed).names for seed in SEEDS)


def test_nested_objects_are_json() -> None:
    for seed in SEEDS:
        assert isinstance(json.loads(made_page(GENRES["nested json"], seed).text), dict)


def test_nested_yaml_can_be_parsed() -> None:
    texts = [made_page(GENRES["nested yaml"], seed).text for seed in SEEDS]
    plain = [text for text in texts if not set("\"'&*#%@`!{}[]|>") & set(text)]

    assert plain
    assert all(isinstance(yaml.safe_load(text), dict) for text in plain if ": -" not in text)


def test_forenames_and_surnames_are_names_of_their_own() -> None:
    names = [name for seed in SEEDS for name in names_of(made_page(GENRES["nested json"], seed))]

    assert {"Núñez", "Zhao"} & set(names)
