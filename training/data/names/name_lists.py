"""Forenames and surnames of countries, in a train and a test half."""

import hashlib
import os
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Literal

from nomen.model.environment import NAMES_VARIABLE
from nomen.training.data.names.common_names import read_common_names
from nomen.training.data.names.faker_names import read_faker_names
from nomen.training.data.names.listed_name import ListedName
from nomen.training.data.names.own_names import read_own_names

Gender = Literal["F", "M"]
Half = Literal["train", "test"]
HALVES: tuple[Half, ...] = ("train", "test")

GENDERS: tuple[Gender, ...] = ("F", "M")

_WITHOUT_MARKS = frozenset({"CN", "JP", "TW"})
"""Countries whose names English texts write without marks for tones and long vowels."""

_WITH_AND_WITHOUT_MARKS = frozenset({"VN"})
_BARRED = str.maketrans("đĐøØłŁħĦı", "dDoOlLhHi")

_WITH_FORMS = frozenset({"BG", "CZ", "LT", "MK", "PL", "RU", "SK", "UA"})
"""Countries with surnames of two forms that their endings tell apart."""

_OF_WOMEN = ("ová", "ova", "eva", "ska", "ská", "cka", "cká", "aya", "ienė", "ytė", "utė", "aitė")
_OF_MEN = ("ov", "ev", "ský", "cký", "ski", "cki", "sky", "skiy", "auskas", "aitis", "onis", "ius")


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryNames:
    """Names of one country in Latin letters, each once, in the sources' order.

    A forename or surname may have several words (`María José`, `van den Berg`). Some countries
    have forenames and no surnames, some the reverse.

    Attributes:
        forenames: By gender.
        surnames: All of them.
        of_one_gender: Those of `surnames` that only women or only men bear (`Nováková`); the other
            surnames are of both. Not every source tells.
        middle_names: Patronymics and other names between the two, by gender; most have none.
    """

    forenames: Mapping[Gender, tuple[str, ...]] = field(default_factory=lambda: {"F": (), "M": ()})
    surnames: tuple[str, ...] = ()
    of_one_gender: Mapping[Gender, frozenset[str]] = field(
        default_factory=lambda: {"F": frozenset(), "M": frozenset()}
    )
    middle_names: Mapping[Gender, tuple[str, ...]] = field(
        default_factory=lambda: {"F": (), "M": ()}
    )

    def surnames_of(self, gender: Gender) -> tuple[str, ...]:
        """Give the surnames that a gender bears."""
        others = self.of_one_gender["M" if gender == "F" else "F"]
        return tuple(name for name in self.surnames if name not in others)

    def half(self, half: Half) -> "CountryNames":
        """Give the names of one half; see `half_of`."""
        return CountryNames(
            forenames={gender: _only(names, half) for gender, names in self.forenames.items()},
            surnames=_only(self.surnames, half),
            of_one_gender=self.of_one_gender,
            middle_names={g: _only(names, half) for g, names in self.middle_names.items()},
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class NameLists:
    """The names of each country, sorted by its code (see `ListedName.country`)."""

    countries: Mapping[str, CountryNames]

    def half(self, half: Half) -> "NameLists":
        """Give the names of one half: `train` for augmentation, `test` for measuring."""
        return NameLists(countries={code: c.half(half) for code, c in self.countries.items()})


def names_folder(corpora: Path) -> Path:
    """Give the folder of the lists: `NOMEN_NAMES`, else `names` beside the folder of corpora."""
    return Path(os.environ.get(NAMES_VARIABLE) or corpora.parent / "names")


def half_of(name: str) -> Half:
    """Give the half that a name is in, the same in every list and country.

    It is the last bit of the SHA-1 of the name in lower case, without marks and bars, so `José`,
    `Jose` and `JOSE` are in one half, and `Đặng` and `Dang`. Names of several words are hashed as
    a whole.
    """
    plain = without_marks(name).lower().translate(_BARRED)
    digest = hashlib.sha1(plain.encode(), usedforsecurity=False).digest()
    return "test" if digest[-1] % 2 else "train"


def without_marks(name: str) -> str:
    """Give a name without the marks on its letters: `Zoé` is `Zoe`; `ø`, `đ` and `ł` stay."""
    if name.isascii():
        return name
    decomposed = unicodedata.normalize("NFD", name)
    kept = (letter for letter in decomposed if not unicodedata.combining(letter))
    return unicodedata.normalize("NFC", "".join(kept))


def load_names(folder: Path) -> NameLists:
    """Read the common names of a folder, Faker's names and our own.

    Args:
        folder: The folder of the common names; see `read_common_names`.

    Raises:
        CorpusError: When a file cannot be read or lacks a column, or faker is not installed.
    """
    return gather(chain(read_common_names(folder), read_own_names(), read_faker_names()))


def gather(names: Iterable[ListedName]) -> NameLists:
    """Sort names by country and kind, each once.

    Names are left out that are blank, have letters of another script, or whose last word does not
    begin with a capital (sources cut them).
    """
    countries: dict[str, _Gathered] = defaultdict(_Gathered)
    for listed in names:
        for name in _spellings(listed):
            if _is_whole(name):
                countries[listed.country].add(listed, name)
    return NameLists(countries={code: countries[code].names() for code in sorted(countries)})


class _Gathered:
    """The names of a country while lists are read."""

    def __init__(self) -> None:
        self.forenames: dict[Gender, dict[str, None]] = {"F": {}, "M": {}}
        self.middle_names: dict[Gender, dict[str, None]] = {"F": {}, "M": {}}
        self.surnames: dict[str, set[Gender]] = {}

    def add(self, listed: ListedName, name: str) -> None:
        genders: tuple[Gender, ...] = (listed.gender,) if listed.gender else GENDERS
        if listed.kind == "surname":
            self.surnames.setdefault(name, set()).update(_by_form(listed, name) or genders)
            return
        lists = self.forenames if listed.kind == "forename" else self.middle_names
        for gender in genders:
            lists[gender][name] = None

    def names(self) -> CountryNames:
        of_one: dict[Gender, frozenset[str]] = {
            gender: frozenset(name for name, by in self.surnames.items() if by == {gender})
            for gender in GENDERS
        }
        return CountryNames(
            forenames={gender: tuple(names) for gender, names in self.forenames.items()},
            surnames=tuple(self.surnames),
            of_one_gender=of_one,
            middle_names={gender: tuple(names) for gender, names in self.middle_names.items()},
        )


def _by_form(listed: ListedName, name: str) -> tuple[Gender, ...]:
    """Give the gender that a surname's ending tells; nothing where it tells none."""
    if listed.gender or listed.country not in _WITH_FORMS:
        return ()
    if name.endswith(_OF_WOMEN):
        return ("F",)
    return ("M",) if name.endswith(_OF_MEN) else ()


def _spellings(listed: ListedName) -> Iterator[str]:
    name = " ".join(unicodedata.normalize("NFC", listed.name).split())
    if listed.country in _WITHOUT_MARKS:
        yield without_marks(name)
        return
    yield name
    if listed.country in _WITH_AND_WITHOUT_MARKS:
        yield without_marks(name).translate(_BARRED)


def _is_whole(name: str) -> bool:
    if not (name and name.rsplit(maxsplit=1)[-1][0].isupper()):
        return False
    letters = [letter for letter in name if not letter.isascii() and letter.isalpha()]
    is_latin = all(unicodedata.name(letter, "").startswith("LATIN") for letter in letters)
    return is_latin and any(letter.isalpha() for letter in name)


def _only(names: tuple[str, ...], half: Half) -> tuple[str, ...]:
    return tuple(name for name in names if half_of(name) == half)
