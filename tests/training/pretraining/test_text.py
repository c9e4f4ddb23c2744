from pathlib import Path

import pytest

from nomen.training.errors import CorpusError
from nomen.training.pretraining.text import stream_sentences, usual_spellings
from nomen.training.recipes.pretraining import Pretraining
from nomen.training.recipes.recipe import Recipe, read_recipe


def test_labelled_sentences_are_read_without_their_labels() -> None:
    recipe = read_recipe(Path("tests/data/recipe.toml"), Recipe)
    found = list(stream_sentences(recipe, corpora=Path("nowhere"), texts=Path("nowhere")))
    assert len(found) > 100
    assert all(isinstance(token, str) for token in found[0])


def test_a_raw_text_that_is_not_at_hand_is_named() -> None:
    config = Pretraining(texts=["inaugural"])
    recipe = read_recipe(Path("tests/data/recipe.toml"), Recipe)
    found = recipe.model_copy(update={"pretraining": config})
    with pytest.raises(CorpusError, match=r"inaugural.txt: not at hand"):
        list(stream_sentences(found, corpora=Path("nowhere"), texts=Path("nowhere")))


def test_the_usual_spelling_is_the_commonest() -> None:
    counts = {"Ron": 3, "ron": 1, "the": 5, "The": 2, "1990": 2, "1984": 3}
    assert usual_spellings(counts) == {"ron": "Ron", "0000": "1984"}
