"""What every genre does: `training/generation/written/singles.py`,

`training/generation/written/letters.py`, `training/generation/written/minutes.py`,
`training/generation/written/careers.py`, `training/generation/written/law.py`,
`training/generation/written/news.py` and `training/generation/written/papers.py`.
"""

import pytest

from nomen.training.generation.generate import GENRES
from nomen.training.generation.world import Genre
from tests.training.generation.made_world import made_page, names_of


@pytest.mark.parametrize("genre", GENRES.values(), ids=GENRES)
def test_pages_of_a_genre_differ(genre: Genre) -> None:
    pages = [made_page(genre, seed) for seed in range(30)]
    assert len({page.text for page in pages}) > 10


@pytest.mark.parametrize("genre", GENRES.values(), ids=GENRES)
def test_no_name_ends_or_begins_with_a_blank(genre: Genre) -> None:
    for seed in range(30):
        page = made_page(genre, seed)
        names = [page.text[start:end] for start, end in page.names]
        assert names == [name.strip() for name in names]


def test_names_run_over_the_line_ends_of_a_narrow_title_page() -> None:
    names = [
        name for seed in range(20) for name in names_of(made_page(GENRES["title column"], seed))
    ]

    assert "Zhao\nMeilan" in names
    assert not [name for name in names if "\n\n" in name or " " in name]


def test_things_do_what_persons_do() -> None:
    pages = [made_page(GENRES["contrast"], seed) for seed in range(60)]

    assert any(page.names for page in pages)
    assert any(not page.names for page in pages)
