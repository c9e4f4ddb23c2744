"""Common forenames and surnames of countries, in a train and a test half.

*Source:* sigpwned/popular-names-by-country-dataset, CC0 1.0: the files
`common-forenames-by-country.csv` and `common-surnames-by-country.csv`.
"""

import csv
import hashlib
import os
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from nomen.model.environment import NAMES_VARIABLE
from nomen.training.errors import CorpusError

Gender = Literal["F", "M"]
Half = Literal["train", "test"]

GENDERS: tuple[Gender, ...] = ("F", "M")
FORENAMES_FILE = "common-forenames-by-country.csv"
SURNAMES_FILE = "common-surnames-by-country.csv"

_ROMANISED, _COUNTRY, _GENDER = "Romanized Name", "Country", "Gender"
_CODES = {"SV": "SE"}
"""The source lists Swedish names under the code of the language."""

_WITHOUT_MARKS = frozenset({"CN", "JP", "TW", "VN"})
"""Countries whose names English texts write without marks for tones and long vowels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryNames:
    """Names of one country in Latin letters, each once, in the source's order.

    A forename or surname may have several words (`María José`, `Van den Berg`). Surnames are not
    sorted by gender, even where each gender has its form (`Novák`, `Nováková`). Many countries
    have forenames and no surnames, some the reverse.
    """

    forenames: Mapping[Gender, tuple[str, ...]] = field(default_factory=lambda: {"F": (), "M": ()})
    surnames: tuple[str, ...] = ()

    def half(self, half: Half) -> "CountryNames":
        """Give the names of one half; see `half_of`."""
        return CountryNames(
            forenames={gender: _only(names, half) for gender, names in self.forenames.items()},
            surnames=_only(self.surnames, half),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class NameLists:
    """The names of each country by its ISO 3166 code of two letters, sorted by code."""

    countries: Mapping[str, CountryNames]

    def half(self, half: Half) -> "NameLists":
        """Give the names of one half: `train` for augmentation, `test` for measuring."""
        return NameLists(countries={code: c.half(half) for code, c in self.countries.items()})


def names_folder(corpora: Path) -> Path:
    """Give the folder of the lists: `NOMEN_NAMES`, else `names` beside the folder of corpora."""
    return Path(os.environ.get(NAMES_VARIABLE) or corpora.parent / "names")


def half_of(name: str) -> Half:
    """Give the half that a name is in, the same in every list and country.

    It is the last bit of the SHA-1 of the name in lower case and without marks, so `José`, `Jose`
    and `JOSE` are in one half. Names of several words are hashed as a whole.
    """
    digest = hashlib.sha1(without_marks(name).lower().encode(), usedforsecurity=False).digest()
    return "test" if digest[-1] % 2 else "train"


def without_marks(name: str) -> str:
    """Give a name without the marks on its letters: `Zoé` is `Zoe`; `ø`, `đ` and `ł` stay."""
    decomposed = unicodedata.normalize("NFD", name)
    kept = (letter for letter in decomposed if not unicodedata.combining(letter))
    return unicodedata.normalize("NFC", "".join(kept))


def load_names(folder: Path) -> NameLists:
    """Read the romanised names of every country.

    Variants after a slash are names of their own. Names are left out that are blank, have letters
    of another script, or whose last word does not begin with a capital (the source cut them).

    Args:
        folder: The folder of the two files; UTF-8, with or without a byte order mark.

    Raises:
        CorpusError: When a file cannot be read or lacks a column.
    """
    forenames: dict[tuple[str, str], list[str]] = {}
    surnames: dict[str, list[str]] = {}
    for row in _rows(folder / FORENAMES_FILE, (_COUNTRY, _GENDER, _ROMANISED)):
        country = _CODES.get(row[_COUNTRY], row[_COUNTRY])
        forenames.setdefault((country, row[_GENDER]), []).extend(_names(row, country))
    for row in _rows(folder / SURNAMES_FILE, (_COUNTRY, _ROMANISED)):
        country = _CODES.get(row[_COUNTRY], row[_COUNTRY])
        surnames.setdefault(country, []).extend(_names(row, country))
    codes = sorted({country for country, _ in forenames} | set(surnames))
    return NameLists(
        countries={
            code: CountryNames(
                forenames={g: _distinct(forenames.get((code, g), [])) for g in GENDERS},
                surnames=_distinct(surnames.get(code, [])),
            )
            for code in codes
        }
    )


def _rows(path: Path, columns: tuple[str, ...]) -> Iterator[dict[str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            if not set(columns) <= set(reader.fieldnames or ()):
                raise CorpusError(f"{path}: expected the columns {', '.join(columns)}")
            yield from reader
    except (OSError, UnicodeDecodeError) as error:
        raise CorpusError(f"{path}: expected a readable list of names in UTF-8") from error


def _names(row: Mapping[str, str], country: str) -> list[str]:
    written = unicodedata.normalize("NFC", row[_ROMANISED] or "")
    if country in _WITHOUT_MARKS:
        written = without_marks(written)
    names = (" ".join(part.split()) for part in written.split("/"))
    return [name for name in names if _is_whole(name)]


def _is_whole(name: str) -> bool:
    letters = [letter for letter in name if letter.isalpha()]
    is_latin = all(unicodedata.name(letter, "").startswith("LATIN") for letter in letters)
    return bool(letters) and is_latin and name.rsplit(maxsplit=1)[-1][0].isupper()


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _only(names: tuple[str, ...], half: Half) -> tuple[str, ...]:
    return tuple(name for name in names if half_of(name) == half)
