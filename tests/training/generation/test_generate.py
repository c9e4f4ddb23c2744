from nomen.training.generation.generate import GENRES, WEIGHTS, generate_pages
from tests.training.generation.made_world import NAMES, PROSE


def test_the_same_seed_makes_the_same_pages() -> None:
    first, second = (list(generate_pages(NAMES, PROSE, seed=1, count=20)) for _ in range(2))
    assert first == second
    assert len(first) == 20
    assert first != list(generate_pages(NAMES, PROSE, seed=2, count=20))


def test_a_page_depends_on_its_number_alone() -> None:
    few = list(generate_pages(NAMES, PROSE, seed=1, count=3))
    assert list(generate_pages(NAMES, PROSE, seed=1, count=9))[:3] == few


def test_pages_have_no_empty_text() -> None:
    assert all(page.text for page in generate_pages(NAMES, PROSE, seed=3, count=100))


def test_genres_are_drawn_by_weight() -> None:
    pages = generate_pages(NAMES, PROSE, seed=4, count=50, weights={"vcard": 1, "gedcom": 0})
    assert not any("1 NAME" in page.text for page in pages)


def test_every_genre_has_a_weight_and_no_weight_is_without_a_genre() -> None:
    assert set(WEIGHTS) == set(GENRES)
