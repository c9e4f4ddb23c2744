"""Language tags: what callers write for a language, brought to the primary tags of bundles.

*Source:* BCP 47 (RFC 5646), section 2.1, for the form of a tag; Unicode CLDR, `languageAlias`, for
the tags that stand for another one.
"""

import re

from nomen.model.errors import MalformedLanguageError

_TAG = re.compile(
    r"(?P<primary>[a-z]{2,3})(?:-[a-z]{3}){0,3}"  # extended languages, as in zh-yue
    r"(?:-[a-z]{4})?"  # script
    r"(?:-(?:[a-z]{2}|\d{3}))?"  # region
    r"(?:-(?:[a-z\d]{5,8}|\d[a-z\d]{3}))*"  # variants
    r"(?:-[a-wy-z\d](?:-[a-z\d]{2,8})+)*"  # extensions
    r"(?:-x(?:-[a-z\d]{1,8})+)?",  # private use
    re.IGNORECASE,
)
LONGEST_TAG = 64
"""Characters of a tag at most; real ones have up to some 30."""

# Older tags, macrolanguages and their main languages, the codes of ISO 639-2 and 639-3, and spoken
# forms that are written nearly like a language that bundles tag.
_ALIASES = """
    no:nb nor:nb nob:nb nno:nn iw:he in:id ji:yi mo:ro sh:sr tl:fil cmn:zh zho:zh chi:zh arb:ar
    ara:ar pes:fa fas:fa per:fa ekk:et est:et lvs:lv lav:lv eng:en dan:da swe:sv fin:fi isl:is
    ice:is lit:lt deu:de ger:de nld:nl dut:nl spa:es por:pt fra:fr fre:fr ita:it ron:ro rum:ro
    pol:pl slk:sk slo:sk hrv:hr srp:sr rus:ru bul:bg hun:hu tur:tr ind:id zsm:ms hin:hi ben:bn
    kaz:kk ces:cs cze:cs slv:sl ukr:uk jpn:ja kor:ko tha:th ell:el gre:el heb:he vie:vi cat:ca
    prs:fa arz:ar yue:zh
"""
ALIASES = dict(pair.split(":") for pair in _ALIASES.split())


def primary_language(tag: str) -> str:
    """Give the primary language of a tag: `en` of en-GB, `zh` of zh-Hant-TW, `nb` of no.

    An underscore may stand for a hyphen, as in the names of locales.

    Raises:
        MalformedLanguageError: When it is no tag of BCP 47.
    """
    found = _TAG.fullmatch(tag.replace("_", "-")) if len(tag) <= LONGEST_TAG else None
    if found is None:
        raise MalformedLanguageError(
            "language: expected auto, a BCP 47 tag such as en-GB, or a bundle"
        )
    primary = found["primary"].lower()
    return ALIASES.get(primary, primary)
