"""Foldings: what a writing system writes in several ways, in one of them.

They say how a token is read, never what stands in a text: offsets do not depend on them. Latin
letters stay as they are, but for those that stand for a Cyrillic letter inside a Cyrillic word.

Source: Unicode Standard 15.0, sections 9.2 (Arabic) and 18.4 (half-width kana); UAX #15 for the
compatibility decompositions; UTS #39, section 5.2, for words of two scripts.
"""

import re
import unicodedata

_INVISIBLE = dict.fromkeys(
    [
        *map(ord, "\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u2060\ufe0e\ufe0f\ufeff"),
        *range(0x202A, 0x202F),
        *range(0x2066, 0x206A),
    ],
    "",
)
"""Soft hyphen, joiners, marks of direction, variation selectors.

They change how a token looks, not what it says."""

_FULL_WIDTH = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_SIGNS = {
    ord(written): meant
    for meant, all_written in {
        "'": "\u00b4\u02bc\u2032\u05f3",
        '"': "\u05f4",
        "-": "\u2010\u2011",
        "\u00b7": "\u2027\u2219\u22c5\u30fb",  # between the parts of a transliterated name
    }.items()
    for written in all_written
}
_ARABIC_LETTERS = {
    0x06CC: "\u064a",  # Persian yeh
    0x06A9: "\u0643",  # Persian kaf
}
_TATWEEL = 0x0640
# Maddah and the hamzas, 0653 to 0655, make other letters: they stay.
_HARAKAT = (*range(0x064B, 0x0653), *range(0x0656, 0x0660), 0x0670, *range(0x06D6, 0x06DD))
_ARABIC = _ARABIC_LETTERS | dict.fromkeys((_TATWEEL, *_HARAKAT), "")
_PRESENTED = (*range(0xFB50, 0xFDFE), *range(0xFE70, 0xFEFD), *range(0xFF61, 0xFFDD))
"""Arabic presentation forms, half-width kana, half-width Hangul."""


def _plain(code: int) -> str:
    """Give what a presentation form presents; without the blank that carries a lone mark."""
    plain = unicodedata.normalize("NFKC", chr(code)).strip()
    return plain.translate(_ARABIC | _SIGNS)


_FOLDED = _INVISIBLE | _FULL_WIDTH | _SIGNS | _ARABIC | {code: _plain(code) for code in _PRESENTED}

_CYRILLIC_LETTERS = "АВЕЁЅІЇЈКМНОРСТУХЬаеёѕіїјорсухһԁԛԝь"
_LATIN_LETTERS = "ABEËSIÏJKMHOPCTYXbaeësiïjopcyxhdqwb"
_TO_LATIN = str.maketrans(_CYRILLIC_LETTERS, _LATIN_LETTERS)
_TO_CYRILLIC = str.maketrans(_LATIN_LETTERS, _CYRILLIC_LETTERS)
_LETTERS = re.compile(r"[^\W\d_]+")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_CYRILLIC = re.compile("[\u0400-\u052f]")


def fold(token: str) -> str:
    """Give a token as it is meant, composed (NFC).

    Invisible characters, the Arabic tatweel and vowel marks are dropped. Full-width Latin,
    half-width kana and Arabic presentation forms become the usual letters; Persian yeh and kaf
    become the Arabic ones; rare apostrophes, hyphens and middle dots the usual signs. Where a word
    mixes Latin and Cyrillic letters that look alike, it is read in the script of the others.
    """
    folded = unicodedata.normalize("NFC", token.translate(_FOLDED))
    if _CYRILLIC.search(folded) and _LATIN.search(folded):
        return _LETTERS.sub(lambda match: _in_one_script(match[0]), folded)
    return folded


def _in_one_script(letters: str) -> str:
    """Give the letters of a word in the script of most of them, if the others look like it."""
    num_latin, num_cyrillic = (len(each.findall(letters)) for each in (_LATIN, _CYRILLIC))
    if not (num_latin and num_cyrillic):
        return letters
    latin, cyrillic = letters.translate(_TO_LATIN), letters.translate(_TO_CYRILLIC)
    meant = (latin, cyrillic) if num_latin > num_cyrillic else (cyrillic, latin)
    return next((each for each in meant if _is_of_one_script(each)), letters)


def _is_of_one_script(letters: str) -> bool:
    return not (_LATIN.search(letters) and _CYRILLIC.search(letters))
