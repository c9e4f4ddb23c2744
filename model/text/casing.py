"""Casing: one form of the letters that differ in it alone, also of those of Turkish."""

import unicodedata

_TURKISH = (("i\u0307", "i"), ("\u0131", "i"))
"""What casing leaves of a dotted capital I, and the small one without a dot."""


def fold_case(text: str) -> str:
    """Fold casing away, in composed letters (NFC): `Zoë` and `ZOË` become `zoë`.

    The dotted and the dotless i of Turkish, small or capital, become the same letter: no word says
    whether it is Turkish.

    *Source:* Unicode 15.0, section 3.13 (casefold) and SpecialCasing.txt for Turkish.
    """
    if text.isascii():
        return text.casefold()
    folded = unicodedata.normalize("NFC", text).casefold()
    for written, meant in _TURKISH:
        folded = folded.replace(written, meant)
    return unicodedata.normalize("NFC", folded)
