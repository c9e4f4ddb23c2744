import pytest

from nomen.training.generation.structured.nothing import GENRES
from tests.training.generation.made_world import made_page

SEEDS = range(60)


@pytest.mark.parametrize("genre", GENRES)
def test_there_is_nothing_to_find(genre: str) -> None:
    pages = [made_page(GENRES[genre], seed) for seed in SEEDS]

    assert not any(page.names for page in pages)
    assert len({page.text for page in pages}) > 50
    assert not [page.text for page in pages if not page.text.strip()]


def test_things_are_named_after_persons() -> None:
    text = " ".join(made_page(GENRES["lines of nothing"], seed).text for seed in SEEDS)

    assert "Ibarra" in text
