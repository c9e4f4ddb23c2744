import pytest

from nomen.training.generation.persons import SUFFIXES
from nomen.training.generation.structured.reports import GENRES
from tests.training.generation.made_world import made_page, names_of

SEEDS = range(40)


@pytest.mark.parametrize("genre", GENRES)
def test_most_entries_name_persons(genre: str) -> None:
    pages = [made_page(GENRES[genre], seed) for seed in SEEDS]

    assert sum(bool(page.names) for page in pages) > 20
    assert len({page.text for page in pages}) > 35


def test_the_surnames_of_a_vote_are_names_of_their_own() -> None:
    names = [
        name for seed in range(200) for name in names_of(made_page(GENRES["lineup entries"], seed))
    ]

    assert "Zhao" in names
    parts = [name.split(", ") for name in names]
    assert not [found for found in parts if {*found[2:]} - {*SUFFIXES}]
