"""Writes a recipe as TOML that `read_recipe` reads."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from nomen.training.recipes.recipe import PRETRAINED, Recipe

_WIDTH = 100


def to_toml(recipe: Recipe) -> str:
    """Give the fields that a recipe sets, as TOML.

    A file of a language model that ships is given by its name.
    """
    fields = recipe.model_dump(mode="json", exclude_unset=True, exclude_none=True)
    if recipe.pretrained is not None and recipe.pretrained.parent == PRETRAINED:
        fields["pretrained"] = recipe.pretrained.stem
    plain = {name: value for name, value in fields.items() if not isinstance(value, dict)}
    lines = [*_lines(plain)]
    for name, table in fields.items():
        if isinstance(table, dict) and table:
            lines += ["", f"[{name}]", *_lines(table)]
    return "\n".join(lines) + "\n"


def _lines(table: Mapping[str, Any]) -> Iterator[str]:
    for name, value in table.items():
        line = f"{name} = {_value(value)}"
        if isinstance(value, list) and len(line) > _WIDTH:
            items = "".join(f"    {_value(item)},\n" for item in value)
            line = f"{name} = [\n{items}]"
        yield line


def _value(value: object) -> str:
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{name} = {_value(v)}' for name, v in value.items())} }}"
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return json.dumps(value)
