"""Footnotes: raised and circled figures that refer a name to a note, as in a list of authors."""

import re

_FIGURES = r"\u00b9\u00b2\u00b3\u2070\u2074-\u2079\u2460-\u2473"
_LETTERS = r"\u1d43-\u1d6a\u1d9c-\u1dbf\u207f"
_SIGN = re.compile(rf"[{_FIGURES}{_LETTERS}]++(?![^\W_])")
_MAX_WORD_CHARACTERS = 40
# CO\u00b2 is no name: a word of two characters needs a small letter.
_WORD = re.compile(
    r"(?<![^\W_])[A-Z\u00c6-\u00de](?:[A-Za-z\u00c6-\u017f]{2,40}|[a-z\u00df-\u017f])\Z"
)
_MIN_CHARACTERS_BEFORE_LETTER = 3
_STAR = "*"


def mask_footnote_signs(text: str) -> str:
    """Give a skeleton with stars for the footnote signs that end a capitalised word."""
    return _SIGN.sub(lambda match: _masked(text, match), text) if _SIGN.search(text) else text


def _masked(text: str, match: re.Match[str]) -> str:
    place = match.start()
    word = _WORD.search(text[max(0, place - _MAX_WORD_CHARACTERS) : place])
    has_letter = re.search(f"[{_LETTERS}]", match[0]) is not None
    if word is None or (has_letter and len(word[0]) < _MIN_CHARACTERS_BEFORE_LETTER):
        return match[0]
    return _STAR * len(match[0])
