import pytest

from nomen.training.generation.structured.registers import GENRES
from tests.training.generation.made_world import made_page, names_of

SEEDS = range(40)


@pytest.mark.parametrize("genre", GENRES)
def test_registers_name_persons(genre: str) -> None:
    pages = [made_page(GENRES[genre], seed) for seed in SEEDS]

    assert sum(bool(page.names) for page in pages) > 30
    assert len({page.text for page in pages}) == len(pages)


def test_parties_of_a_case_are_names_of_their_own() -> None:
    names = [
        name
        for seed in SEEDS
        for name in names_of(made_page(GENRES["register of case entries"], seed))
    ]

    assert not [name for name in names if " v." in name or "et al" in name]
