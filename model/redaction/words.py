"""The words of names, folded so that casing and marks do not matter."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from nomen.model.text.stand_ins import without_stand_ins
from nomen.model.text.tokenizer import tokenize

Words = tuple[str, ...]
"""Folded words of a name, sorted: `Merkel, Angela` has those of `Angela Merkel`."""

_APOSTROPHES = str.maketrans("\u2018\u2019\u02bc\u2010\u2011", "'''--")
_LETTER_CLASSES = (0, 8, 9)
"""Canonical combining classes of what makes another letter: vowel signs, kana's voicing, viramas.

*Source:* UAX #44, table 15.
"""
_WORD = re.compile(r"\w")


def fold(text: str) -> str:
    """Fold casing, marks and stand-ins away: `MÜLLER` and `M&uuml;ller` become `muller`.

    *Source:* UAX #15 (NFKD); Unicode 15, section 3.13 (casefold).
    """
    text = without_stand_ins(text)
    if text.isascii():
        return text.casefold()
    plain = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES))
    without_marks = "".join(c for c in plain if unicodedata.combining(c) in _LETTER_CLASSES)
    return unicodedata.normalize("NFKD", without_marks.casefold())


def words_of_all(names: Iterable[str]) -> dict[str, Words]:
    """Give the folded words of each distinct name.

    Initials are words of one letter: `J.K.` has two. Punctuation is none.
    """
    distinct = list(dict.fromkeys(names))
    found = tokenize("\n".join(distinct))
    words: dict[str, Words] = {}
    ends, tokens = found.ends.tolist(), found.tokens
    i = end = 0
    for name in distinct:
        end += len(name) + 1
        own: list[str] = []
        while i < len(tokens) and ends[i] < end:
            own += _words_of(tokens[i])
            i += 1
        words[name] = tuple(sorted(own))
    return words


@lru_cache(maxsize=65_536)
def is_initial(word: str) -> bool:
    """Tell whether a folded word is a letter of an alphabet with casing, or several (`j-l`)."""
    return all(len(part) == 1 and part != part.upper() for part in word.split("-"))


@lru_cache(maxsize=65_536)
def initial_of(word: str) -> str | None:
    """Give the initial that may stand for a folded word, `j-l` for `jean-luc`; None if none may."""
    initial = "-".join(part[:1] for part in word.split("-"))
    return initial if is_initial(initial) else None


@lru_cache(maxsize=65_536)
def _words_of(token: str) -> Words:
    """Give the folded words of a token: none of a sign or 's, one of a word, several of `J.K.`."""
    folded = fold(token)
    if folded == "'s" or not _WORD.search(token):
        return ()
    if "." not in folded:
        return (folded,)
    if "-" in folded:
        return (folded.replace(".", ""),)
    return tuple(part for part in folded.split(".") if part)
