from pathlib import Path

import pytest

from training.pipeline import fit_and_export
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
