"""Names from Faker's lists, which the library `faker` brings, by script."""

import unicodedata
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib import import_module
from typing import Literal

from nomen.model.errors import OperatorError
from nomen.model.redaction.words import fold

Role = Literal["forename", "surname"]

LATIN = "LATIN"
UNSPACED = frozenset({"CJK", "HANGUL"})
"""Scripts that write a surname and a forename without a blank, and names without one around."""
_LOCALES = {
    LATIN: ("en", "en_US", "en_GB", "en_IE"),
    "ARABIC": ("ar_AA", "fa_IR"),
    "ARMENIAN": ("hy_AM",),
    "BENGALI": ("bn_BD",),
    "CJK": ("zh_CN", "zh_TW"),
    "CYRILLIC": ("ru_RU", "uk_UA"),
    "DEVANAGARI": ("hi_IN", "ne_NP"),
    "GEORGIAN": ("ka_GE",),
    "GREEK": ("el_GR",),
    "HANGUL": ("ko_KR",),
    "HEBREW": ("he_IL",),
    "TAMIL": ("ta_IN",),
    "THAI": ("th_TH",),
}
_MIN_LATIN_LETTERS = 3


@dataclass(frozen=True, slots=True)
class Ring:
    """The names of a role and a script, each at a place of a ring.

    A name's place depends on the name alone. Another version of Faker that adds or drops names
    therefore changes few surrogates: those of the places just before these names.

    Attributes:
        places: SHA-256 of each folded name, ascending.
        names: The names, in the same order.

    *Source:* D. Karger et al., Consistent Hashing and Random Trees, STOC 1997, section 4.
    """

    places: tuple[bytes, ...]
    names: tuple[str, ...]

    @classmethod
    def build(cls, names: dict[str, str]) -> "Ring":
        """Place names, given by their folded forms."""
        placed = sorted((sha256(folded.encode()).digest(), name) for folded, name in names.items())
        return cls(tuple(place for place, _ in placed), tuple(name for _, name in placed))

    def name_at(self, place: bytes) -> str:
        """Give the first name at or after a place of 32 bytes."""
        return self.names[bisect_left(self.places, place) % len(self.names)]


def load_lists() -> None:
    """Load the lists of the Latin script, which most texts need.

    Raises:
        OperatorError: When faker is not installed.
    """
    ring_of("forename", LATIN)
    ring_of("surname", LATIN)


@cache
def ring_of(role: Role, script: str) -> Ring:
    """Give the names of a role; no name of a script has both roles.

    Args:
        role: The role.
        script: One that `script_of` gives.

    Raises:
        OperatorError: When faker is not installed.
    """
    forenames, surnames = _forenames(script), _surnames(script)
    if role == "forename":
        return Ring.build(forenames)
    return Ring.build({key: surnames[key] for key in surnames.keys() - forenames.keys()})


def is_forename(word: str) -> bool:
    """Tell whether Faker lists a word as a forename."""
    return fold(word) in _forenames(script_of(word))


def is_surname(word: str) -> bool:
    """Tell whether Faker lists a word as a surname."""
    return fold(word) in _surnames(script_of(word))


def script_of(word: str) -> str:
    """Give the script of a word by its first letter; Latin for one without lists."""
    letter = next((character for character in word if character.isalpha()), "")
    script = unicodedata.name(letter, LATIN).split()[0] if letter else LATIN
    return script if script in _LOCALES else LATIN


@cache
def _forenames(script: str) -> dict[str, str]:
    return _listed("first_names", script)


@cache
def _surnames(script: str) -> dict[str, str]:
    return _listed("last_names", script)


def _listed(attribute: str, script: str) -> dict[str, str]:
    """Give the names of one word of a script's lists, by their folded forms."""
    names = {name for locale in _LOCALES[script] for name in getattr(_provider(locale), attribute)}
    min_letters = _MIN_LATIN_LETTERS if script == LATIN else 1
    return {
        fold(name): name
        for name in sorted(names)
        if len(name) >= min_letters and script_of(name) == script and _is_word(name)
    }


def _is_word(name: str) -> bool:
    """Tell whether a name has nothing but letters and what clings to them."""
    return all(unicodedata.category(character)[0] in "LM" for character in name)


def _provider(locale: str) -> object:
    try:
        return import_module(f"faker.providers.person.{locale}").Provider
    except ImportError as error:
        how = "surrogates need faker: pip install 'nomen[surrogates]'"
        raise OperatorError("kind", how) from error
