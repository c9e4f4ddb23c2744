from nomen.training.generation.page import Page
from nomen.training.generation.structured.words import GENRES, write_as_name, write_as_word
from tests.training.generation.made_world import made_page, made_world, names_of

SEEDS = range(80)


def test_words_as_words_are_no_names() -> None:
    pages = [made_page(GENRES["word as a word"], seed) for seed in SEEDS]

    assert not any(page.names for page in pages)
    assert len({page.text for page in pages}) > 75


def test_a_word_is_put_into_a_phrase() -> None:
    page = Page()
    write_as_word(page, made_world(1), "may", "month")
    text = page.finish().text

    assert "May" in text
    assert "^" not in text
    assert "~" not in text


def test_a_word_is_used_as_a_forename_or_a_surname() -> None:
    for seed in SEEDS:
        page = Page()
        write_as_name(page, made_world(seed), "hope", is_forename=seed % 2 == 0)
        assert any("hope" in name.lower() or name[0] in "Hh" for name in names_of(page.finish()))


def test_both_uses_stand_in_one_text() -> None:
    pages = [made_page(GENRES["word as both"], seed) for seed in SEEDS]

    assert all(page.names for page in pages)


def test_every_name_page_has_a_name() -> None:
    assert all(made_page(GENRES["word as a name"], seed).names for seed in SEEDS)
