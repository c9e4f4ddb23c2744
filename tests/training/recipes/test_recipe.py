from pathlib import Path

import pytest

from nomen.training.errors import RecipeError
from nomen.training.recipes.recipe import Recipe, read_recipe

OWN = 'name = "own"\ncorpora = [{ name = "own", train = "a.conll", dev = "b.jsonl" }]\n'


def write(folder: Path, text: str) -> Path:
    path = folder / "recipe.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_own_files_are_looked_for_beside_the_recipe(tmp_path: Path) -> None:
    (share,) = read_recipe(write(tmp_path, OWN), Recipe).corpora
    assert (share.train, share.dev) == (tmp_path / "a.conll", tmp_path / "b.jsonl")


@pytest.mark.parametrize("name", ["en.toml", "recipes/en.toml"])
def test_a_recipe_that_ships_is_found_by_its_name(name: str) -> None:
    assert read_recipe(Path(name), Recipe).name == "en"


@pytest.mark.parametrize("name", ["en.toml", "en-open.toml", "conll2003.toml"])
def test_a_recipe_that_a_run_keeps_reads_back(name: str) -> None:
    recipe = read_recipe(Path(name), Recipe)
    assert Recipe.model_validate_json(recipe.model_dump_json()) == recipe


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("[network]\nhidden = 3", "network.hidden: "),
        ("[network]\ncell = 'qrnn'", "network.cell: "),
        ("[optimisation]\nlearning_rate = 0", "optimisation.learning_rate: "),
        ("[augmentation]\nlower = 2", "augmentation.lower: "),
        ("seed = 'x'", "seed: "),
        ("seed = ", "expected TOML"),
    ],
)
def test_a_wrong_field_is_named(tmp_path: Path, change: str, message: str) -> None:
    with pytest.raises(RecipeError, match=message):
        read_recipe(write(tmp_path, f"{OWN}{change}\n"), Recipe)


def test_a_corpus_named_twice_is_refused(tmp_path: Path) -> None:
    text = 'name = "own"\ncorpora = [{ name = "gmb" }, { name = "gmb" }]\n'
    with pytest.raises(RecipeError, match="expected each corpus once"):
        read_recipe(write(tmp_path, text), Recipe)


def test_a_recipe_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_bytes(b'name = "\xff"')
    with pytest.raises(RecipeError, match="expected TOML in UTF-8"):
        read_recipe(tmp_path / "bad.toml", Recipe)


def test_a_recipe_that_is_nowhere_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RecipeError, match=r"nowhere.toml: no readable recipe"):
        read_recipe(tmp_path / "nowhere.toml", Recipe)
