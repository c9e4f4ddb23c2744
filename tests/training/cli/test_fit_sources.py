from pathlib import Path

import pytest

from nomen.training.cli.fit_sources import FitSources, chosen_recipe
from nomen.training.errors import RecipeError

RECIPE = Path("tests/data/recipe.toml")
OWN = Path("tests/data/train.conll")


def test_a_recipe_is_told_by_its_ending_or_its_name() -> None:
    assert FitSources(paths=[RECIPE]).is_recipe
    assert FitSources(paths=[Path("conll2003")]).is_recipe
    assert not FitSources(paths=[OWN, OWN]).is_recipe


def test_settings_and_the_seed_override_a_recipe() -> None:
    found = chosen_recipe(
        FitSources(paths=[RECIPE]), settings=["optimisation.max_epochs=3"], seed=7
    )
    assert (found.optimisation.max_epochs, found.seed, found.name) == (3, 7, "own")
    assert found.corpora[0].files("train") == [OWN.resolve()]


def test_a_bundle_is_named_by_its_option_its_folder_or_the_first_file() -> None:
    def name(**given: object) -> str:
        sources = FitSources(paths=[OWN], start="nothing", **given)  # type: ignore[arg-type]  # each of its type
        return chosen_recipe(sources, settings=[], seed=None).name

    assert name() == "train"
    assert name(output=Path("out/My names")) == "my-names"
    assert name(output=Path("out/My names"), name="ours") == "ours"


def test_a_recipe_has_no_options_of_own_files() -> None:
    with pytest.raises(RecipeError, match="expected --start only with files of your own"):
        FitSources(paths=[RECIPE], start="en")
