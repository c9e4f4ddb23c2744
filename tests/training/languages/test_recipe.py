from pathlib import Path

import pytest

from nomen.training.errors import RecipeError
from nomen.training.languages.recipe import SHIPPED_RECIPE, read_languages_recipe


def test_the_recipe_that_ships_serves_many_languages() -> None:
    recipe = read_languages_recipe(SHIPPED_RECIPE)
    assert len(recipe.bundles["xx"]) > 26
    assert recipe.share_of("en") > recipe.share_of("sv") > recipe.share_of("vi")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("seed = 1", "bundles: "),
        ('bundles = { xx = ["sv"] }\nspeed = 2', "speed: "),
        ('bundles = {xx = ["sv"]}\n[network]\ndim = 0', "network.dim: "),
        ("bundles =", "expected a recipe in TOML"),
    ],
)
def test_a_wrong_recipe_is_refused(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "own.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RecipeError, match=message):
        read_languages_recipe(path)


def test_a_missing_recipe_is_named(tmp_path: Path) -> None:
    with pytest.raises(RecipeError, match=r"none\.toml: expected a recipe"):
        read_languages_recipe(tmp_path / "none.toml")
