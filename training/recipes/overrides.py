"""Settings of a command that override fields of a recipe: `optimisation.max_epochs=20`."""

import tomllib
from collections.abc import Sequence
from typing import Any, TypeVar

from pydantic import ValidationError

from nomen.model.bundle.bundle import first_fault
from nomen.training.errors import RecipeError
from nomen.training.recipes.recipe import Recipe

R = TypeVar("R", bound=Recipe)


def overridden(recipe: R, settings: Sequence[str]) -> R:
    """Set fields of a recipe, each `TABLE.FIELD=VALUE`; the recipe checks their types and values.

    A value is TOML; what is no TOML is a string. Items of a list are counted from 0:
    `corpora.0.share=2`. What a recipe leaves to the number of its tokens is still left to it.

    Raises:
        RecipeError: When a field is unknown, or its value wrong.
    """
    if not settings:
        return recipe
    fields = recipe.model_dump(mode="json", exclude_unset=True)
    for setting in settings:
        path, sign, value = setting.partition("=")
        if not sign or not path:
            raise RecipeError("--set: expected FIELD=VALUE, such as optimisation.max_epochs=20")
        _set(fields, path.strip(), _value(value))
    try:
        return type(recipe).model_validate(fields)
    except ValidationError as error:
        raise RecipeError(f"--set: {first_fault(error)}") from error


def _value(text: str) -> object:
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        return text


def _set(fields: dict[str, Any], path: str, value: object) -> None:
    *tables, last = path.split(".")
    at: Any = fields
    for name in tables:
        at = _item(at, name, path)
    if isinstance(at, list):
        _item(at, last, path)
        at[int(last)] = value
    elif isinstance(at, dict):
        at[last] = value
    else:
        raise _no_field(path)


def _item(at: object, name: str, path: str) -> object:
    """Give a table's table, made where it is missing, or an item of a list."""
    if isinstance(at, dict):
        return at.setdefault(name, {})
    if isinstance(at, list) and name.isdecimal() and int(name) < len(at):
        return at[int(name)]
    raise _no_field(path)


def _no_field(path: str) -> RecipeError:
    return RecipeError(f"--set: {path}: expected a field of a recipe")
