import pytest

from nomen.training.generation.structured.sheets import GENRES
from tests.training.generation.made_world import made_page, names_of

SEEDS = range(40)


@pytest.mark.parametrize("genre", GENRES)
def test_forms_hold_names(genre: str) -> None:
    pages = [made_page(GENRES[genre], seed) for seed in SEEDS]

    assert sum(bool(page.names) for page in pages) > 15
    assert len({page.text for page in pages}) > 38


@pytest.mark.parametrize("genre", GENRES)
def test_no_name_runs_over_a_line_or_a_gap(genre: str) -> None:
    names = [name for seed in SEEDS for name in names_of(made_page(GENRES[genre], seed))]

    assert not [name for name in names if "\n" in name or "\t" in name or "   " in name]


def test_some_forms_are_filled_in_without_names() -> None:
    pages = [made_page(GENRES["form in columns"], seed) for seed in range(80)]

    assert any(not page.names for page in pages)
