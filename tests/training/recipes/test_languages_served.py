from pathlib import Path

from nomen.training.recipes.corpus_share import CorpusShare
from nomen.training.recipes.languages_served import languages_served
from nomen.training.recipes.recipe import Recipe

SWEDISH, ENGLISH = CorpusShare(name="sv_klintan"), CorpusShare(name="conll2003")
OWN = CorpusShare(name="own", train=Path("own.conll"))


def test_a_bundle_serves_the_languages_of_its_corpora_english_first() -> None:
    recipe = Recipe(name="some", corpora=[SWEDISH, CorpusShare(name="fi_turku"), ENGLISH])
    assert languages_served(recipe) == ["en", "sv", "fi"]


def test_own_files_are_in_the_language_of_what_they_start_from() -> None:
    assert languages_served(Recipe(name="some", corpora=[OWN])) == ["en"]
    assert languages_served(Recipe(name="some", corpora=[OWN], start="en")) == ["en"]


def test_a_recipe_may_say_which_languages_it_serves() -> None:
    recipe = Recipe(name="some", corpora=[OWN], languages=["da", "nb"])
    assert languages_served(recipe) == ["da", "nb"]
