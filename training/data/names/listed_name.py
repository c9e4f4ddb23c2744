"""One entry of a list of names, from whatever source."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["forename", "middle", "surname"]


@dataclass(frozen=True, slots=True)
class ListedName:
    """A name of one country.

    Attributes:
        country: ISO 3166 code of two letters, followed by `-` and a code of our own where the
            peoples of a country differ in their names.
        kind: A middle name stands between the others: a patronymic, a generation's name.
        name: In Latin letters; one word or several.
        gender: Of those who bear the name; None for both.
    """

    country: str
    kind: Kind
    name: str
    gender: Literal["F", "M"] | None = None


def for_genders(country: str, kind: Kind, name: str, genders: str) -> Iterator[ListedName]:
    """Give a name once for each of `genders` (`F`, `M`, `FM`); an empty text stands for both."""
    if not genders:
        yield ListedName(country, kind, name)
    if "F" in genders:
        yield ListedName(country, kind, name, "F")
    if "M" in genders:
        yield ListedName(country, kind, name, "M")
