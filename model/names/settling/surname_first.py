"""Tells `Surname, Forename` from two names of a list, by what stands around them."""

import re

from nomen.model.names.settling.affixes import is_degree, is_particle, word
from nomen.model.names.settling.context import Context
from nomen.model.text.breaks import Break

_QUOTES = frozenset({('"', '"'), ("'", "'"), ("“", "”")})
_LABELS = frozenset({"from", "to", "cc", "bcc", "name", "patient", "sender"})
"""Fields that hold one name, or names with semicolons between them."""
_ITEM = re.compile(r"\d{1,3}[.)]?")
_AFTER_FIELD = frozenset({"", ",", ".", ";", "|", "-", "\u2013"})
_INITIALS = re.compile(r"(?:[^\W\d_]\.?-?)+")


def is_surname_first(first: range, second: range, context: Context) -> bool:
    """Tell whether two names with a comma between them are one.

    They are where both stand in quotes, fill a field, a cell or an item, stand before an address,
    or where the second ends with an initial. But for the quotes, the first must be one word.

    Args:
        first: Range of token indices.
        second: As well; after the first.
        context: Of the document.
    """
    is_near = second.start == first.stop + 1 and context.following(first.stop) == ","
    is_parted = context.touches(second.start) or context.ends_line(second.start)
    if not is_near or is_parted or not context.goes_on(second.start):
        return False
    before, after = context.preceding(first.start), context.following(second.stop)
    if (before, after) in _QUOTES:
        return True
    return _is_one_word(first, context) and (
        _ends_with_initial(second, context)
        or (after == "<" and before in {":", ";", ",", ">", ""})
        or _fills_field(first, second, context)
    )


def _is_one_word(name: range, context: Context) -> bool:
    is_initial = context.is_initial(name.stop - 1) or context.tokens[name.stop - 1] == "."
    return not is_initial and sum(not is_particle(context.tokens[index]) for index in name) == 1


def _ends_with_initial(name: range, context: Context) -> bool:
    last = name.stop - 1 - (context.tokens[name.stop - 1] == ".")
    return context.is_initial(last) or (
        len(name) == 1 and "." in context.tokens[last] and _is_initials(context.tokens[last])
    )


def _is_initials(token: str) -> bool:
    return token[:1].isupper() and _INITIALS.fullmatch(token) is not None and "." in token


def _fills_field(first: range, second: range, context: Context) -> bool:
    """Tell whether two names fill a line, a cell, or the place between two separators."""
    before, after = context.preceding(first.start), context.following(second.stop)
    if after == "," and not before and _is_field(second.stop + 1, context):
        return True
    if before in {"", "|"} and after in {"", "|"}:
        return context.break_before(second.stop) != Break.NONE or before == after == "|"
    if before == ";" or (before == ":" and after == ";"):
        return after in {";", ""}
    if before == ":" and after == "":
        return word(context.preceding(first.start - 1)) in _LABELS
    is_item = _ITEM.fullmatch(before) is not None and not context.goes_on(first.start - 1)
    return is_item and after == ""


def _is_field(index: int, context: Context) -> bool:
    """Tell whether a degree or a page number fills the place behind a comma."""
    token = context.following(index)
    is_known = token.isdecimal() or is_degree(token)
    return is_known and context.following(index + 1) in _AFTER_FIELD
