import pytest

from nomen.training.generation.structured.repositories import GENRES
from tests.training.generation.made_world import made_page, names_of

SEEDS = range(40)


@pytest.mark.parametrize("genre", GENRES)
def test_pages_of_repositories_are_many(genre: str) -> None:
    pages = [made_page(GENRES[genre], seed) for seed in SEEDS]

    assert len({page.text for page in pages}) == len(pages)
    assert any(page.names for page in pages)


def test_addresses_stay_outside_names() -> None:
    names = [name for seed in SEEDS for name in names_of(made_page(GENRES["contributors"], seed))]

    assert names
    assert not [name for name in names if "@" in name or "<" in name]


def test_code_names_persons_in_some_files_alone() -> None:
    found = [bool(made_page(GENRES["source code"], seed).names) for seed in SEEDS]

    assert 5 < sum(found) < 35
