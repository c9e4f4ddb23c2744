from pathlib import Path

import pytest

from training.distillation_recipe import Distillation, TextAmount
from training.errors import RecipeError
from training.fit import BEST
from training.pipeline import LESSONS, fit_and_export
from training.pretraining_file import PRETRAINED_FILE
from training.pretraining_recipe import Pretraining, Vectors
from training.recipe import Recipe, read_recipe

NOWHERE = Path("nowhere")


@pytest.mark.slow
def test_a_recipe_with_a_pretraining_is_one_command(tmp_path: Path) -> None:
    recipe = read_recipe(Path("tests/data/recipe.toml"), Recipe)
    choices = Pretraining(
        vectors=Vectors(epochs=1), min_count=1, held_out_sentences=40, epochs=1, cutoffs=[30]
    )
    short = recipe.optimisation.model_copy(update={"max_epochs": 2})
    recipe = recipe.model_copy(update={"pretraining": choices, "optimisation": short})
    run = tmp_path / "run"
    result = fit_and_export(recipe, folder=NOWHERE, texts=NOWHERE, run=run, bundle=run / "bundle")
    assert (run / "pretraining" / PRETRAINED_FILE).exists()
    assert result.bundle.manifest.name == "own"


@pytest.mark.slow
def test_teachers_and_their_network_are_one_command(tmp_path: Path) -> None:
    recipe = read_recipe(Path("tests/data/recipe.toml"), Recipe)
    short = recipe.optimisation.model_copy(update={"max_epochs": 2})
    choices = Distillation(seeds=[2, 3], teacher_epochs=1)
    recipe = recipe.model_copy(update={"distillation": choices, "optimisation": short})
    run = tmp_path / "run"
    result = fit_and_export(recipe, folder=NOWHERE, texts=NOWHERE, run=run, bundle=run / "bundle")
    made = [run / "teacher-2" / BEST, run / "teacher-3" / BEST, run / LESSONS / "beliefs.npy"]
    assert all(path.exists() for path in made)
    assert result.bundle.manifest.name == "own"
    before = [path.stat().st_mtime_ns for path in made]
    fit_and_export(
        recipe, folder=NOWHERE, texts=NOWHERE, run=run, bundle=tmp_path / "again", resume=True
    )
    assert [path.stat().st_mtime_ns for path in made] == before


def test_a_closed_text_is_refused_before_anything_is_trained(tmp_path: Path) -> None:
    recipe = read_recipe(Path("tests/data/recipe.toml"), Recipe)
    choices = Distillation(seeds=[2], texts=[TextAmount(name="bbc_news", tokens=1)])
    recipe = recipe.model_copy(update={"distillation": choices})
    with pytest.raises(RecipeError, match="bbc_news closed"):
        fit_and_export(
            recipe, folder=NOWHERE, texts=NOWHERE, run=tmp_path / "run", bundle=tmp_path / "bundle"
        )
    assert not (tmp_path / "run").exists()
