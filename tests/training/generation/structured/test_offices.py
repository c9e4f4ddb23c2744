import pytest

from nomen.training.generation.structured.offices import GENRES
from tests.training.generation.made_world import made_page, names_of

SEEDS = range(60)


@pytest.mark.parametrize("genre", GENRES)
def test_most_papers_name_persons(genre: str) -> None:
    pages = [made_page(GENRES[genre], seed) for seed in SEEDS]

    assert sum(bool(page.names) for page in pages) >= 15
    assert len({page.text for page in pages}) > 50


@pytest.mark.parametrize("genre", GENRES)
def test_titles_and_degrees_stay_outside(genre: str) -> None:
    names = {name for seed in SEEDS for name in names_of(made_page(GENRES[genre], seed))}

    assert not [name for name in names if name.startswith(("Dr. ", "Mr ", "Mrs. "))]
    assert not [name for name in names if name.endswith((", MD", " RN", ", PhD"))]
