from pathlib import Path

from nomen.training.augmentation.augmentation import Augmentation
from nomen.training.recipes.corpus_share import CorpusShare
from nomen.training.recipes.distillation import Distillation
from nomen.training.recipes.recipe import PRETRAINED, Optimisation, Recipe, read_recipe
from nomen.training.recipes.writing import to_toml


def test_a_written_recipe_is_read_back(tmp_path: Path) -> None:
    share = CorpusShare.model_validate(
        {
            "name": "own",
            "train": [
                tmp_path / f'a file of {i} \u00e9\U0001f600 \x01\x7f "quoted".jsonl'
                for i in range(9)
            ],
            "types": ["PATIENT"],
            "held_out": 0.15,
        }
    )
    recipe = Recipe(
        name="own",
        corpora=[share],
        description="Names.",
        start="en",
        augmentation=Augmentation(lower=0.1),
        optimisation=Optimisation(max_epochs=3, learning_rate=5e-4),
        distillation=Distillation(bundles=["en"], files=[tmp_path / "raw.txt"]),
    )
    path = tmp_path / "recipe.toml"
    path.write_text(to_toml(recipe), encoding="utf-8")
    found = read_recipe(path, Recipe)
    assert found == recipe
    assert found.optimisation.model_fields_set == {"max_epochs", "learning_rate"}


def test_a_shipped_language_model_is_written_by_its_name() -> None:
    share = CorpusShare(name="gmb")
    recipe = Recipe(name="own", corpora=[share], pretrained=PRETRAINED / "en.safetensors")
    assert to_toml(recipe) == ('name = "own"\ncorpora = [{ name = "gmb" }]\npretrained = "en"\n')
