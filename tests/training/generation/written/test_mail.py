import pytest

from nomen.training.generation.world import Genre
from nomen.training.generation.written.mail import GENRES
from tests.training.generation.made_world import made_page, names_of


@pytest.mark.parametrize("genre", GENRES.values(), ids=GENRES)
def test_pages_of_a_genre_differ_and_have_names(genre: Genre) -> None:
    pages = [made_page(genre, seed) for seed in range(30)]
    assert len({page.text for page in pages}) > 25
    assert sum(bool(page.names) for page in pages) > 20


def test_answers_quote_what_they_answer() -> None:
    pages = [made_page(GENRES["quoting thread"], seed) for seed in range(20)]
    assert any("\n> " in page.text for page in pages)


def test_a_name_may_run_over_the_end_of_a_quoted_line() -> None:
    pages = [made_page(GENRES["quoting thread"], seed) for seed in range(200)]
    assert any("\n> " in name for page in pages for name in names_of(page))
