"""Reads common forenames and surnames of countries.

*Source:* sigpwned/popular-names-by-country-dataset, CC0 1.0: the files
`common-forenames-by-country.csv` and `common-surnames-by-country.csv`.
"""

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

from nomen.training.data.names.listed_name import ListedName, for_genders
from nomen.training.errors import CorpusError

FORENAMES_FILE = "common-forenames-by-country.csv"
SURNAMES_FILE = "common-surnames-by-country.csv"

_ROMANISED, _COUNTRY, _GENDER = "Romanized Name", "Country", "Gender"
_CODES = {"SV": "SE"}
"""The source lists Swedish names under the code of the language."""


def read_common_names(folder: Path) -> Iterator[ListedName]:
    """Read the romanised names of every country; variants after a slash are names of their own.

    Args:
        folder: The folder of the two files; UTF-8, with or without a byte order mark.

    Raises:
        CorpusError: When a file cannot be read or lacks a column.
    """
    for row in _rows(folder / FORENAMES_FILE, (_COUNTRY, _GENDER, _ROMANISED)):
        for name in _variants(row):
            yield from for_genders(_country(row), "forename", name, row[_GENDER])
    for row in _rows(folder / SURNAMES_FILE, (_COUNTRY, _ROMANISED)):
        for name in _variants(row):
            yield ListedName(_country(row), "surname", name)


def _rows(path: Path, columns: tuple[str, ...]) -> Iterator[dict[str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            if not set(columns) <= set(reader.fieldnames or ()):
                raise CorpusError(f"{path}: expected the columns {', '.join(columns)}")
            yield from reader
    except (OSError, UnicodeDecodeError) as error:
        raise CorpusError(f"{path}: expected a readable list of names in UTF-8") from error


def _country(row: Mapping[str, str]) -> str:
    return _CODES.get(row[_COUNTRY], row[_COUNTRY])


def _variants(row: Mapping[str, str]) -> list[str]:
    return (row[_ROMANISED] or "").split("/")
