from pathlib import Path

import pytest

from nomen.training.errors import RecipeError
from nomen.training.experiments.cells_recipe import CompareRecipe
from nomen.training.recipes.recipe import read_recipe

RECIPE = """
name = "tiny"
corpora = [{ name = "tales", train = "tales.conll", dev = "tales.conll" }]
cells = ["rnn", "gru"]
directions = [1, 2]
layers = [1]
num_tokens = 100

[network]
hidden_size = 4

[optimisation]
batch_tokens = 16
"""


def read(folder: Path, text: str = RECIPE) -> CompareRecipe:
    path = folder / "tiny.toml"
    path.write_text(text, encoding="utf-8")
    return read_recipe(path, CompareRecipe)


def test_variants_are_all_combinations_of_the_lists(tmp_path: Path) -> None:
    variants = read(tmp_path).variants()
    found = [(v.cell, v.num_directions, v.num_layers, v.hidden_size) for v in variants]
    assert found == [("rnn", 1, 1, 4), ("rnn", 2, 1, 4), ("gru", 1, 1, 4), ("gru", 2, 1, 4)]


def test_a_longer_list_keeps_the_results_of_the_shorter(tmp_path: Path) -> None:
    recipe = read(tmp_path)
    longer = recipe.model_copy(update={"cells": ["rnn", "gru", "lstm"]})
    variant = recipe.variants()[0]
    assert longer.digest(variant) == recipe.digest(variant)
    assert len({longer.digest(variant) for variant in longer.variants()}) == 6


def test_the_shipped_recipe_compares_eighteen_networks() -> None:
    recipe = read_recipe(Path("recipes/compare.toml"), CompareRecipe)
    shapes = [(v.cell, v.num_directions, v.num_layers) for v in recipe.variants()]
    assert len(set(shapes)) == 18
    assert shapes[0] == ("rnn", 1, 1)
    assert shapes[-1] == ("lstm", 2, 3)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("[network]", '[network]\ncell = "rnn"', "in place of network's own"),
        ("[optimisation]", "[optimisation]\nmax_epochs = 3", "in place of optimisation's epochs"),
        ("layers = [1]", "layers = [0]", "layers.0: Input should be greater than or equal to 1"),
        ("layers = [1]", "layers = 1]", "expected TOML"),
    ],
)
def test_a_wrong_recipe_is_refused_in_one_line(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    with pytest.raises(RecipeError, match=message) as caught:
        read(tmp_path, RECIPE.replace(old, new))
    assert "\n" not in str(caught.value)


def test_a_missing_recipe_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RecipeError, match="no readable recipe"):
        read_recipe(tmp_path / "none.toml", CompareRecipe)
