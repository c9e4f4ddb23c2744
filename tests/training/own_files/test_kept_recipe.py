from pathlib import Path

from nomen.training.own_files.kept_recipe import keep_recipe, run_folder_for
from nomen.training.recipes.corpus_share import CorpusShare
from nomen.training.recipes.recipe import Recipe, read_recipe

RECIPE = Recipe(name="own", corpora=[CorpusShare(name="gmb")])


def test_a_recipe_is_kept_in_the_run_and_beside_the_bundle(tmp_path: Path) -> None:
    text = keep_recipe(RECIPE, run=tmp_path / "run", bundle=tmp_path / "out" / "mine")
    for path in (tmp_path / "run" / "recipe.toml", tmp_path / "out" / "mine.toml"):
        assert path.read_text(encoding="utf-8") == text
        assert read_recipe(path, Recipe) == RECIPE


def test_a_bundle_in_the_run_folder_has_none_beside_it(tmp_path: Path) -> None:
    keep_recipe(RECIPE, run=tmp_path, bundle=tmp_path / "bundle")
    assert [path.name for path in tmp_path.iterdir()] == ["recipe.toml"]


def test_a_run_folder_is_new_unless_a_training_goes_on(tmp_path: Path) -> None:
    assert run_folder_for("own", tmp_path, resume=False) == tmp_path / "own"
    assert run_folder_for("own", tmp_path, resume=True) == tmp_path / "own"
    (tmp_path / "own").mkdir()
    (tmp_path / "own-2").mkdir()
    assert run_folder_for("own", tmp_path, resume=False) == tmp_path / "own-3"
    assert run_folder_for("own", tmp_path, resume=True) == tmp_path / "own-2"
