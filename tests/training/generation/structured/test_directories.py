import re

import pytest

from nomen.training.generation.structured.directories import GENRES
from tests.training.generation.made_world import made_page, names_of

SEEDS = range(30)


@pytest.mark.parametrize("genre", GENRES)
def test_directories_hold_names(genre: str) -> None:
    pages = [made_page(GENRES[genre], seed) for seed in SEEDS]

    assert sum(bool(page.names) for page in pages) > 26
    assert len({page.text for page in pages}) == len(pages)


def test_the_fields_of_a_vcard_name_are_names_of_their_own() -> None:
    for seed in SEEDS:
        page = made_page(GENRES["vcard"], seed)
        fields = re.findall(r"^N(?:;[A-Z]+=[\w-]+)?:([^;\n]+);([^;\n]+);", page.text, re.MULTILINE)
        assert fields
        assert {part for pair in fields for part in pair} <= set(names_of(page))


def test_keys_of_a_directory_are_no_names() -> None:
    for seed in SEEDS:
        names = names_of(made_page(GENRES["ldif"], seed))
        assert not [name for name in names if ":" in name or "=" in name]


def test_phone_books_are_sorted_by_surname() -> None:
    page = made_page(GENRES["phone book"], 3)

    assert len(page.names) > 2
