"""Reads our own lists of names, of peoples whose names other lists lack in Latin letters."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

from nomen.training.data.names.listed_name import Kind, ListedName, for_genders

OWN_NAMES = Path(__file__).with_name("own_names.toml")

_FIELDS: tuple[tuple[str, Kind, str], ...] = (
    ("women", "forename", "F"),
    ("men", "forename", "M"),
    ("all", "forename", "FM"),
    ("middle_names_of_women", "middle", "F"),
    ("middle_names_of_men", "middle", "M"),
    ("surnames", "surname", ""),
    ("surnames_of_women", "surname", "F"),
    ("surnames_of_men", "surname", "M"),
)


def read_own_names(path: Path = OWN_NAMES) -> Iterator[ListedName]:
    """Read the names of every people, once for each of its countries."""
    with path.open("rb") as file:
        peoples = tomllib.load(file)["people"]
    for people in peoples:
        for country in people["countries"]:
            for key, kind, genders in _FIELDS:
                for name in _names(people.get(key, "")):
                    yield from for_genders(country, kind, name, genders)


def _names(line: str) -> list[str]:
    return [name for name in (" ".join(part.split()) for part in line.split(",")) if name]
