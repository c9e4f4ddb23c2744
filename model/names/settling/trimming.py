"""Trims names: punctuation, titles and degrees at their ends are no part of them."""

from collections.abc import Callable

from nomen.model.names.settling.affixes import (
    ABBREVIATED_TITLES,
    AFTER_CHARACTERS,
    AFTER_SURNAMES,
    ALSO_NAMES,
    BEFORE_LONG_WORDS,
    BEFORE_WORDS,
    LONGEST_AFTER_CHARACTERS,
    OPENINGS,
    SHORT_DEGREES,
    is_after_names,
    is_before_names,
    is_closing,
    is_degree,
    is_particle,
    word,
)
from nomen.model.names.settling.context import Context
from nomen.model.names.settling.initials import is_no_initial
from nomen.model.text.casing import fold_case
from nomen.model.text.unspaced import is_unspaced

_OPENING = frozenset("([{“«")
_CLOSING = frozenset(")]}”»")
_FULL_STOP = "."
_YOU = "u"
"""As in `ada u there`."""
_UNKNOWN = frozenset("XYZ")
_BEFORE_GREETING = frozenset({"", ".", "!", "?", ">", ">>", "\u2026"})
_AFTER_GREETING = frozenset({",", "!"})
_APOSTROPHES = frozenset("'\u2019")
_LEAST_WITH_SHORT_HONORIFIC = 2
_LEAST_LETTERS_OF_LONG_WORD = 5
_ABBREVIATED_LETTERS = 5
"""A full stop after at most so many letters may belong to them (`Soph.`, `Thos.`)."""


def trim(name: range, context: Context) -> range:
    """Give what is left of a name, which may be nothing.

    Args:
        name: Range of token indices.
        context: Of the document.
    """
    while name and not _may_begin(name, context):
        name = name[1:]
    while name and not _may_end(name, context):
        name = name[:-1]
    name = name[: len(name) - _num_of_honorific(name, context)]
    own = context.tokens[name.start : name.stop]
    is_title = len(own) == 1 and _is_title(name.start, context)
    return name if _has("".join(own), str.isalpha) and not is_title else name[:0]


def _is_title(index: int, context: Context) -> bool:
    """Tell whether a token alone is a title or a greeting, or the X of `Mr. X`."""
    token = context.tokens[index]
    if token in _UNKNOWN:
        return is_before_names(context.preceding(index))
    is_known = is_before_names(token) or _is_abbreviated_title(index, context)
    return is_known and word(token) not in ALSO_NAMES


def _is_abbreviated_title(index: int, context: Context) -> bool:
    """Tell whether the full stop of a title is the next token: `Ing`, `.`."""
    token = context.tokens[index] + context.following(index + 1)
    return token[-1] == _FULL_STOP and fold_case(token) in ABBREVIATED_TITLES


def _may_begin(name: range, context: Context) -> bool:
    token = context.tokens[name.start]
    if not _has(token, str.isalnum):
        return token in _OPENING
    if _greets(name.start, context) or is_no_initial(name.start, context):
        return False
    return len(name) == 1 or not (
        is_before_names(token)
        or _is_before_word(name, context)
        or _is_abbreviated_title(name.start, context)
    )


def _greets(index: int, context: Context) -> bool:
    """Tell whether a token greets or closes: `Kisses, Ada` alone in its line, or `TIA,`."""
    is_known = is_closing(context.tokens[index]) and context.following(index + 1) in _AFTER_GREETING
    return is_known and context.preceding(index) in _BEFORE_GREETING


def _is_before_word(name: range, context: Context) -> bool:
    """Tell whether a token stands before a word that a name may begin with."""
    token, following = word(context.tokens[name.start]), context.tokens[name.start + 1]
    if not following[0].isalpha():
        return False
    before = context.preceding(name.start)
    is_opening = token in OPENINGS and before != "," and not before[-1:].isalnum()
    is_known = is_opening or token in BEFORE_WORDS
    return is_known or _is_before_long_word(name, context)


def _is_before_long_word(name: range, context: Context) -> bool:
    first, following = (context.tokens[index] for index in name[:2])
    is_long = following.isalpha() and len(following) >= _LEAST_LETTERS_OF_LONG_WORD
    return is_long and word(first) in BEFORE_LONG_WORDS


def _may_end(name: range, context: Context) -> bool:
    token = context.tokens[name.stop - 1]
    if _has(token, str.isalnum):
        return len(name) == 1 or not (_is_after_name(name, context) or _is_suffix(token))
    return token in _CLOSING or (token == _FULL_STOP and _is_abbreviated(name, context))


def _is_after_name(name: range, context: Context) -> bool:
    last = name.stop - 1
    token = context.tokens[last]
    if is_degree(token) or is_after_names(token) or is_no_initial(last, context):
        return True
    if token == _YOU:
        following = context.following(name.stop)
        return following.isalpha() and following.islower()
    words = sum(len(each) > 1 and each.isalpha() for each in context.tokens[name.start : last])
    return token in SHORT_DEGREES and words > 1


def _is_suffix(token: str) -> bool:
    """Tell whether a token is a suffix after an apostrophe, as in Turkish: `Aylin'in`."""
    is_lower = token[0] in _APOSTROPHES and token[1].isalpha() and token.islower()
    return is_lower and not is_particle(token)


def _num_of_honorific(name: range, context: Context) -> int:
    """Give how many characters at a name's end are an honorific: 0 where it has none, or no more.

    Most of one character may be the last of a given name, too, so they need two before them.
    """
    if not name or not is_unspaced(context.tokens[name.stop - 1][0]):
        return 0
    for length in range(min(LONGEST_AFTER_CHARACTERS, len(name) - 1), 0, -1):
        honorific = "".join(context.tokens[name.stop - length : name.stop])
        is_sure = length > 1 or len(name) > _LEAST_WITH_SHORT_HONORIFIC
        if honorific in (AFTER_CHARACTERS if is_sure else AFTER_SURNAMES):
            return length
    return 0


def _is_abbreviated(name: range, context: Context) -> bool:
    """Tell whether the full stop that ends a name belongs to its last word."""
    if len(name) == 1:
        return False
    if context.is_initial(name.stop - 2):
        return True
    if is_degree(context.tokens[name.stop - 2]):
        return False
    following = context.following(name.stop)
    is_short = len(context.tokens[name.stop - 2]) <= _ABBREVIATED_LETTERS
    return bool(following) and (is_short or not following[0].isupper())


def _has(token: str, is_kind: Callable[[str], bool]) -> bool:
    return is_kind(token) or any(map(is_kind, token))
