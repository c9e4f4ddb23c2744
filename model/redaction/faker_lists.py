"""Names from Faker's lists, which the library `faker` brings."""

from bisect import bisect_left
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib import import_module
from typing import Literal

from nomen.model.errors import OperatorError
from nomen.model.redaction.words import fold

Role = Literal["forename", "surname"]

_LOCALES = ("en", "en_US", "en_GB", "en_IE")
_MIN_LETTERS = 3


@dataclass(frozen=True, slots=True)
class Ring:
    """The names of a role, each at a place of a ring.

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


@cache
def ring_of(role: Role) -> Ring:
    """Give the names of a role; no name has both.

    Raises:
        OperatorError: When faker is not installed.
    """
    if role == "forename":
        return Ring.build(_forenames())
    surnames = _listed("last_names")
    return Ring.build({key: surnames[key] for key in surnames.keys() - _forenames().keys()})


def is_forename(folded: str) -> bool:
    """Tell whether Faker lists a folded word as a forename."""
    return folded in _forenames()


@cache
def _forenames() -> dict[str, str]:
    return _listed("first_names")


def _listed(attribute: str) -> dict[str, str]:
    """Give the names of one word of all lists, by their folded forms."""
    names = sorted(name for locale in _LOCALES for name in getattr(_provider(locale), attribute))
    return {fold(name): name for name in names if name.isalpha() and len(name) >= _MIN_LETTERS}


def _provider(locale: str) -> object:
    try:
        return import_module(f"faker.providers.person.{locale}").Provider
    except ImportError as error:
        how = "surrogates need faker: pip install 'nomen[surrogates]'"
        raise OperatorError("kind", how) from error
