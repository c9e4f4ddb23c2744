"""Short forms of English forenames: `Bob` for `Robert`."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from nomen.training.data.names.name_lists import Half, half_of

SHORT_FORMS = Path(__file__).with_name("short_forms.toml")


def short_forms_of(forename: str, half: Half) -> tuple[str, ...]:
    """Give a forename's short forms that are in a half (see `half_of`), none for most names."""
    return tuple(short for short in _short_forms().get(forename, ()) if half_of(short) == half)


@cache
def _short_forms() -> Mapping[str, tuple[str, ...]]:
    with SHORT_FORMS.open("rb") as file:
        listed = tomllib.load(file)
    return {name: tuple(shorts.split(", ")) for name, shorts in listed.items()}
