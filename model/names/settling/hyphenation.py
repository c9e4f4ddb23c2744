"""Hyphenation: adds to a name the rest of a word that a line's end cuts off: `Whit-`, `field`."""

from nomen.model.names.settling.context import Context
from nomen.model.text.breaks import QUOTE_MARKS, Break

HYPHENS = frozenset({"-", "\u2010", "\u2011"})
_SOFT_HYPHEN = "\u00ad"
_MOST_MARKS = 4
_LEAST_OF_UPPER = 2
"""Letters of a piece in upper case; a single one may be an initial."""
_WHOLE_WORDS = frozenset(
    """
    era led born based style like type appointed backed owned run inspired related made designed
    built loving free esque san sama kun chan ji sensei and or but who whose which that a an the as
    in of to is was were had has have he she it they we i you with for from by on at not so then now
    when where while if
    """.split()  # noqa: SIM905 - a table
)
"""Words that follow a hyphen or a dash after a whole name."""


def with_rest_of_word(name: range, context: Context) -> range:
    """Give a name with the rest of its last word.

    The word may also be the one after the name: the network knows no `Had`.

    Args:
        name: Range of token indices.
        context: Of the document.
    """
    for last in (name.stop - 1, name.stop):
        if last == name.stop and not context.following(last)[:1].isupper():
            return name
        rest = _rest_of(last, context)
        if rest is not None:
            return range(name.start, rest + 1)
    return name


def ends_with_rest(name: range, context: Context) -> bool:
    """Tell whether the last token of a name is the rest of a word of the line before."""
    places = range(max(name.start, name.stop - _MOST_MARKS - 3), name.stop - 1)
    return any(_rest_of(place, context) == name.stop - 1 for place in places)


def _rest_of(head: int, context: Context) -> int | None:
    """Give the index of the rest of a word that begins at an index; None where it has none."""
    tokens = context.tokens
    is_soft = tokens[head][-1] == _SOFT_HYPHEN
    place = head + 1
    if not is_soft:
        if context.following(place) not in HYPHENS or not context.touches(place):
            return None
        place += 1
    is_line = context.break_before(place) != Break.BLANK_LINE and context.ends_line(place)
    if not is_line:
        return None
    stop = place + _MOST_MARKS
    while place < stop and context.following(place + 1) and tokens[place] in QUOTE_MARKS:
        place += 1
    return place if _is_rest(tokens[place], tokens[head].rstrip(_SOFT_HYPHEN)) else None


def _is_rest(rest: str, head: str) -> bool:
    if not (rest.isalpha() and head.isalpha()) or rest.lower() in _WHOLE_WORDS:
        return False
    is_upper = head.isupper() and min(len(head), len(rest)) >= _LEAST_OF_UPPER
    return rest.islower() or (is_upper and rest.isupper())
