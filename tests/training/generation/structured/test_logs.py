import pytest

from nomen.training.generation.structured.logs import GENRES
from tests.training.generation.made_world import made_page

SEEDS = range(40)


@pytest.mark.parametrize(
    ("genre", "fewest", "most"), [("log", 0, 0), ("log with names", 36, 40), ("mixed log", 10, 38)]
)
def test_logs_name_persons_where_they_should(genre: str, fewest: int, most: int) -> None:
    pages = [made_page(GENRES[genre], seed) for seed in SEEDS]

    assert fewest <= sum(bool(page.names) for page in pages) <= most
    assert len({page.text for page in pages}) == len(pages)
