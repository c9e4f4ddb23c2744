import json
import xml.etree.ElementTree as ET

import pytest
import yaml

from nomen.training.generation.structured.records import GENRES
from tests.training.generation.made_world import made_page, names_of

SEEDS = range(60)


@pytest.mark.parametrize("genre", GENRES)
def test_records_hold_names(genre: str) -> None:
    pages = [made_page(GENRES[genre], seed) for seed in SEEDS]

    assert sum(bool(page.names) for page in pages) > 30
    assert len({page.text for page in pages}) > 50


def test_objects_on_lines_are_json() -> None:
    for seed in SEEDS:
        for line in made_page(GENRES["json lines"], seed).text.splitlines():
            assert isinstance(json.loads(line), dict)


def test_names_are_values_of_json_without_the_quotes() -> None:
    for seed in SEEDS:
        page = made_page(GENRES["json lines"], seed)
        values = [v for line in page.text.splitlines() for v in json.loads(line).values()]
        for name in names_of(page):
            whole = json.loads(f'"{name}"')
            assert any(whole in str(value) for value in values)


def test_elements_of_xml_can_be_parsed() -> None:
    texts = [made_page(GENRES["xml"], seed).text for seed in range(300)]
    elements = [text for text in texts if text.startswith("<person>")]

    assert elements
    for text in elements:
        assert ET.fromstring(f"<all>{text}</all>").tag == "all"  # noqa: S314 - a text of our own


def test_quoted_yaml_can_be_parsed() -> None:
    texts = [made_page(GENRES["yaml"], seed).text for seed in range(100)]
    single = [text for text in texts if ': "' in text and text.startswith("- ")]

    assert single
    assert all(isinstance(yaml.safe_load(text), list) for text in single)


def test_given_names_and_surnames_of_a_statement_are_two_names() -> None:
    pages = (made_page(GENRES["call"], seed) for seed in SEEDS)

    assert {len(page.names) for page in pages} == {1, 2}
