"""Keeps the recipe that was chosen for the user's own files, and finds a free run folder."""

from pathlib import Path

from nomen.training.durable_files import write_whole
from nomen.training.recipes.recipe import Recipe
from nomen.training.recipes.writing import to_toml

KEPT = "recipe.toml"


def keep_recipe(recipe: Recipe, *, run: Path, bundle: Path) -> str:
    """Write a recipe into the run folder and, as `BUNDLE.toml`, beside a bundle elsewhere.

    A fit of either does the same again.

    Returns:
        The recipe as TOML.
    """
    text = to_toml(recipe)
    paths = [run / KEPT]
    if run.resolve() not in bundle.resolve().parents:
        paths.append(bundle.with_name(f"{bundle.name}.toml"))
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, text.encode())
    return text


def run_folder_for(name: str, folder: Path, *, resume: bool) -> Path:
    """Give a run folder that is free, `NAME`, `NAME-2` and so on; to resume, the last one.

    Args:
        name: The bundle's.
        folder: The folder of all runs.
        resume: Whether a training goes on.
    """
    number, last = 1, folder / name
    path = last
    while path.exists():
        number, last = number + 1, path
        path = folder / f"{name}-{number}"
    return last if resume else path
