"""Foldings: letters of other scripts that look or mean the same get the same ids.

Presentation forms of Arabic and half-width kana become the usual letters; tatweel and optional
vowel signs are dropped; the Persian and the Arabic yeh and kaf are one letter, as are the Romanian
letters with comma and cedilla. A Cyrillic look-alike inside a Latin word becomes the Latin letter,
and the reverse.

*Source:* The Unicode Standard, chapters 9.2 (Arabic) and 9.1 (Hebrew); UTS #39, confusables.
"""

import re
import unicodedata

_DROPPED = re.compile(
    "[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u0652\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed]+"
)
_PRESENTED = re.compile("[\ufb50-\ufdff\ufe70-\ufefc\uff61-\uffdc]+")
_LETTERS = str.maketrans("\u06cc\u06a9\u06c1\u0219\u021b\u0218\u021a", "\u064a\u0643\u0647şţŞŢ")
_CYRILLIC = "АВЕКМНОРСТУХІЅЈаеорсухіѕј"
_LATIN = "ABEKMHOPCTYXISJaeopcyxisj"
_TO_LATIN, _TO_CYRILLIC = str.maketrans(_CYRILLIC, _LATIN), str.maketrans(_LATIN, _CYRILLIC)
_HAS_CYRILLIC, _HAS_LATIN = re.compile("[\u0400-\u04ff]"), re.compile("[A-Za-z\u00c0-\u024f]")
_LOOKALIKES = set(_CYRILLIC)


def fold_letters(token: str) -> str:
    """Fold the letters of a token in Unicode's NFC; ASCII tokens stay as they are."""
    if token.isascii():
        return token
    if _PRESENTED.search(token):
        token = _PRESENTED.sub(lambda found: unicodedata.normalize("NFKC", found[0]), token)
    token = (_DROPPED.sub("", token) or token).translate(_LETTERS)
    if _HAS_CYRILLIC.search(token) and _HAS_LATIN.search(token):
        return _in_one_script(token)
    return token


def _in_one_script(token: str) -> str:
    """Replace the look-alikes of a word in two scripts by those of the script with more letters.

    Where either script could be meant, letters that look like none of the other decide.
    """
    cyrillic, latin = _HAS_CYRILLIC.findall(token), _HAS_LATIN.findall(token)
    own_cyrillic = sum(letter not in _LOOKALIKES for letter in cyrillic)
    own_latin = sum(letter not in _LATIN for letter in latin)
    if (own_latin, len(latin)) >= (own_cyrillic, len(cyrillic)):
        return token.translate(_TO_LATIN)
    return token.translate(_TO_CYRILLIC)


def fold_form(form: str) -> str:
    """Fold a word form in lower case further: digits of all scripts, the dotless and dotted i."""
    if form.isascii():
        return form
    folded = form.replace("i\u0307", "i").replace("\u0131", "i")
    return "".join("0" if letter.isdecimal() else letter for letter in folded)
