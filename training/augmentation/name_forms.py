"""How peoples put names together: second surnames, fathers' names, middle names, hyphens.

The shares are rough guesses of what English texts have. They bring the forms into training.
"""

import random
from collections.abc import Sequence

from nomen.training.data.names.name_lists import Gender

FAMILY_FIRST = {
    "CN": 1.0,
    "HK": 0.8,
    "HU": 0.5,
    "JP": 0.5,
    "KH": 1.0,
    "KP": 1.0,
    "KR": 1.0,
    "MY-CN": 1.0,
    "SG": 0.9,
    "TW": 1.0,
    "VN": 1.0,
}
"""How often, 0 to 1, English texts put a country's family names first."""

_SPANISH = frozenset(
    ("AR", "BO", "CL", "CO", "CR", "CU", "DO", "EC", "ES", "GT", "HN", "MX", "NI", "PA", "PE")
) | {"PR", "PY", "UY", "VE"}
_PORTUGUESE = frozenset({"BR", "PT"})
_SECOND_SURNAME = dict.fromkeys(_SPANISH, 0.35) | dict.fromkeys(_PORTUGUESE, 0.45)
_WITH_Y = 0.04

_HYPHENATED = {
    "AT": 0.05,
    "AU": 0.05,
    "CA": 0.05,
    "CH": 0.08,
    "DE": 0.05,
    "FR": 0.04,
    "GB": 0.05,
    "IE": 0.04,
    "NL": 0.06,
    "NZ": 0.05,
    "PL": 0.05,
    "SE": 0.03,
    "US": 0.04,
}

_GULF = frozenset({"AE", "BH", "KW", "OM", "QA", "SA"})
_FILIAL = {"F": "bint", "M": "bin"}
_MALAY_FILIAL = {"F": "binti", "M": "bin"}
_MALAY = frozenset({"BN", "MY"})
_WITH_FILIAL = 0.15
_WITH_MALAY_FILIAL = 0.6

_FATHER_BETWEEN = {
    "DJ": 0.3,
    "EG": 0.2,
    "ER": 0.2,
    "ET": 0.2,
    "IQ": 0.2,
    "SD": 0.25,
    "SO": 0.4,
    "YE": 0.2,
}
"""How often a father's name stands before the surname without a word for it."""

_MIDDLE = {"IN-PB": 0.5, "RU": 0.25, "UA": 0.15, "VN": 0.6}
_MIDDLE_BEFORE_FORENAME = frozenset({"VN"})


def whole_surname(  # the parts a surname can have
    surname: str,
    *,
    country: str,
    gender: Gender,
    others: Sequence[str],
    fathers: Sequence[str],
    generator: random.Random,
) -> str:
    """Give a surname with what a country's people may write before or after it.

    Args:
        surname: The first surname.
        country: Its code, as in `ListedName`.
        gender: Of the bearer.
        others: Surnames to take a second one from; one at least.
        fathers: Forenames of men; without any, no father's name is put in.
        generator: Where chance comes from.
    """
    share = generator.random()
    if share < _SECOND_SURNAME.get(country, 0):
        has_y = country in _SPANISH and generator.random() < _WITH_Y
        return f"{surname} {'y ' if has_y else ''}{generator.choice(others)}"
    if share < _HYPHENATED.get(country, 0) and " " not in surname:
        second = generator.choice(others)
        return surname if {" ", "-"} & {*surname, *second} else f"{surname}-{second}"
    if fathers and country in _GULF and share < _WITH_FILIAL:
        return f"{_FILIAL[gender]} {generator.choice(fathers)} {surname}"
    if fathers and share < _FATHER_BETWEEN.get(country, 0):
        return f"{generator.choice(fathers)} {surname}"
    if country in _MALAY and share < _WITH_MALAY_FILIAL:
        return f"{_MALAY_FILIAL[gender]} {surname}"
    return surname


def whole_forename(
    forename: str, *, country: str, middle_names: Sequence[str], generator: random.Random
) -> str:
    """Give a forename with a middle name of the country, at the country's share."""
    if not middle_names or generator.random() >= _MIDDLE.get(country, 0):
        return forename
    middle = generator.choice(middle_names)
    if middle == forename:
        return forename
    if country in _MIDDLE_BEFORE_FORENAME:
        return f"{middle} {forename}"
    return f"{forename} {middle}"
