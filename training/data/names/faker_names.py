"""Names of Faker's locales by country, in Latin letters.

*Source:* the lists that the library `faker` brings (MIT). Locales in Arabic, Hebrew and Thai
letters are left out, because these letters do not tell the vowels.
"""

import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module

from nomen.training.data.names.listed_name import Kind, ListedName, for_genders
from nomen.training.data.names.romanisation import romanised
from nomen.training.errors import CorpusError

_COUNTRIES = {
    "AM": ("hy_AM",),
    "AR": ("es_AR",),
    "AT": ("de_AT",),
    "AZ": ("az_AZ",),
    "BD": ("bn_BD",),
    "BE": ("fr_BE", "nl_BE"),
    "BG": ("bg_BG",),
    "BR": ("pt_BR",),
    "CA": ("fr_CA",),
    "CH": ("de_CH", "fr_CH"),
    "CL": ("es_CL",),
    "CN": ("zh_CN",),
    "CO": ("es_CO",),
    "CY": ("el_GR",),
    "CZ": ("cs_CZ",),
    "DE": ("de_DE",),
    "DK": ("da_DK",),
    "DZ": ("fr_DZ",),
    "EE": ("et_EE",),
    "ES": ("es_ES", "es_CA"),
    "FI": ("fi_FI",),
    "FR": ("fr_FR",),
    "GB": ("en_GB",),
    "GE": ("ka_GE",),
    "GH": ("tw_GH",),
    "GR": ("el_GR",),
    "HR": ("hr_HR",),
    "HU": ("hu_HU",),
    "ID": ("id_ID",),
    "IE": ("en_IE",),
    "IE-GA": ("ga_IE",),
    "IN": ("en_IN", "hi_IN"),
    "IN-GJ": ("gu_IN",),
    "IN-MH": ("mr_IN",),
    "IN-OD": ("or_IN",),
    "IN-TN": ("ta_IN",),
    "IS": ("is_IS",),
    "IT": ("it_IT",),
    "JP": ("ja_JP",),
    "KE": ("en_KE", "sw"),
    "KR": ("ko_KR",),
    "LI": ("de_LI",),
    "LK": ("si_LK",),
    "LT": ("lt_LT",),
    "LU": ("de_LU",),
    "LV": ("lv_LV",),
    "MK": ("mk_MK",),
    "MX": ("es_MX",),
    "NG": ("en_NG", "ha_NG", "ig_NG", "yo_NG"),
    "NG-IG": ("ig_NG",),
    "NG-HA": ("ha_NG",),
    "NG-YO": ("yo_NG",),
    "NL": ("nl_NL",),
    "NO": ("no_NO",),
    "NP": ("ne_NP",),
    "NZ": ("en_NZ",),
    "PK": ("en_PK",),
    "PL": ("pl_PL",),
    "PT": ("pt_PT",),
    "RO": ("ro_RO",),
    "RU": ("ru_RU",),
    "SE": ("sv_SE",),
    "SI": ("sl_SI",),
    "SK": ("sk_SK",),
    "TH": ("en_TH",),
    "TR": ("tr_TR",),
    "TW": ("zh_TW",),
    "TZ": ("sw",),
    "UA": ("uk_UA",),
    "US": ("en", "en_US"),
    "UZ": ("uz_UZ",),
    "VN": ("vi_VN",),
    "ZA": ("zu_ZA",),
}
"""The locales of a country, or of a people in it: then the code has a third part of our own."""

_LISTS: tuple[tuple[str, Kind, str], ...] = (
    ("first_names_female", "forename", "F"),
    ("first_names_male", "forename", "M"),
    ("first_names_unisex", "forename", "FM"),
    ("middle_names_female", "middle", "F"),
    ("middle_names_male", "middle", "M"),
    ("last_names", "surname", ""),
    ("last_names_female", "surname", "F"),
    ("last_names_male", "surname", "M"),
)
_INSTEAD: dict[str, tuple[tuple[str, Kind, str], ...]] = {
    "en_PK": (("first_names", "forename", "FM"), ("last_names", "surname", "")),
    "en_TH": (("first_names", "forename", "FM"), ("last_names", "surname", "")),
    "ja_JP": (
        ("first_romanized_names_female", "forename", "F"),
        ("first_romanized_names_male", "forename", "M"),
        ("last_romanized_names", "surname", ""),
    ),
    "ko_KR": _LISTS[:2],
    "lt_LT": (("first_names", "forename", "FM"), ("last_names", "surname", "")),
    "pl_PL": (
        *_LISTS[:2],
        ("unisex_last_names", "surname", ""),
        ("male_last_names", "surname", "M"),
    ),
    "ta_IN": _LISTS[:2],
    "vi_VN": (*_LISTS[:3], ("middle_names", "middle", "FM"), ("last_names", "surname", "")),
    "zh_TW": (
        ("first_romanized_names_female", "forename", "F"),
        ("first_romanized_names_male", "forename", "M"),
        ("last_romanized_names", "surname", ""),
    ),
}
"""What to read where the usual lists are not there, in other letters, or not names of persons."""

_NO_NAME = frozenset({"Doe", "Jane", "John"})
"""What Faker gives where a locale has no list."""

_UNWANTED = re.compile(r"[^\w\s'-]|[\d_]")
_WITH_FORENAME = re.compile(r"\w+ (van|von|de|of) ")
_NO_WORD_OF_A_NAME = " recte "
_LENITED = "bcdfgmpst"
_IRISH = {"Ó ": "Ní ", "Mac ": "Nic "}


def read_faker_names() -> Iterator[ListedName]:
    """Read the names of every country; surnames with a form for women have both forms.

    Raises:
        CorpusError: When faker is not installed.
    """
    for country, locales in _COUNTRIES.items():
        for locale in locales:
            for kind, name, genders in _names_of(locale):
                yield from for_genders(country, kind, name, genders)


@cache
def _names_of(locale: str) -> tuple[tuple[Kind, str, str], ...]:
    return tuple(_listed(locale))


def _listed(locale: str) -> Iterator[tuple[Kind, str, str]]:
    provider, language = _provider(locale), locale.partition("_")[0]
    of_one = _entries(provider, "last_names_female") ^ _entries(provider, "last_names_male")
    for attribute, kind, genders in _INSTEAD.get(locale, _LISTS):
        for name in dict.fromkeys(getattr(provider, attribute, ())):
            if name in _NO_NAME or (attribute == "last_names" and name in of_one):
                continue
            written = _written(str(name), language)
            if written:
                yield from _forms(locale, kind, written, genders)
    if locale == "is_IS":
        for father in getattr(provider, "last_names_without_suffix", ()):
            yield "surname", f"{father}dóttir", "F"
            yield "surname", f"{father}son", "M"


def _entries(provider: object, attribute: str) -> set[str]:
    return set(getattr(provider, attribute, ()))


def _written(name: str, language: str) -> str | None:
    """Give a name in Latin letters, or None where it is no plain name."""
    plain = name.strip(" ,.").replace("\u2019", "'")
    latin = romanised(plain, language) if plain else None
    if latin is None or len(latin) == 1 or _UNWANTED.search(latin) or _NO_WORD_OF_A_NAME in latin:
        return None
    if language == "nl" and latin[0].isupper() and _WITH_FORENAME.match(latin):
        return None
    return latin.title() if latin.isupper() else latin


def _forms(locale: str, kind: Kind, name: str, genders: str) -> Iterator[tuple[Kind, str, str]]:
    """Give a name with its genders, and the form for women where a list leaves it out."""
    if locale == "lt_LT" and kind == "forename":
        yield kind, name, "M" if name.endswith("s") else "F"
    elif locale == "pl_PL" and kind == "surname" and name.endswith(("ski", "cki")):
        yield kind, name, "M"
        yield kind, f"{name[:-1]}a", "F"
    elif locale == "ga_IE" and name.startswith(tuple(_IRISH)):
        yield kind, name, "M"
        yield kind, _of_irish_woman(name), "F"
    else:
        yield kind, name, genders


def _of_irish_woman(name: str) -> str:
    """Give the form for a woman: `Ó Briain` is `Ní Bhriain`; C and G stay after `Nic`."""
    prefix, rest = next((p, name.removeprefix(p)) for p in _IRISH if name.startswith(p))
    first = rest[:1].lower()
    stays = prefix == "Mac " and first in "cg"
    is_lenited = first in _LENITED and not stays and rest[1:2] != "h"
    return _IRISH[prefix] + (f"{rest[0]}h{rest[1:]}" if is_lenited else rest)


def _provider(locale: str) -> object:
    try:
        return import_module(f"faker.providers.person.{locale}").Provider
    except ImportError as error:
        how = "the lists of names need faker: pip install 'nomen[train]'"
        raise CorpusError(how) from error
