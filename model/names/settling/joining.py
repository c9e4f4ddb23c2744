"""Joins to names what the network leaves beside them: initials, suffixes, and parts of one name."""

import re
from collections.abc import Iterable

from nomen.model.arrays import Float32Array
from nomen.model.names.settling.affixes import NO_INITIALS, SUFFIXES, word
from nomen.model.names.settling.context import Context
from nomen.model.names.settling.enumerating import enumerate_alike
from nomen.model.names.settling.hyphenation import HYPHENS, ends_with_rest, with_rest_of_word
from nomen.model.names.settling.initials import is_no_initial
from nomen.model.names.settling.surname_first import is_surname_first
from nomen.model.text.unspaced import is_unspaced

_INITIALS = re.compile(r"(?:[^\W\d_]\.-?)+(?:[^\W\d_]\.?)?")
_BARE_INITIALS = re.compile(r"[^\W\d_]{1,3}")
_PRONOUNS = frozenset({"I", "A"})
_MOST_INITIALS = 4
_ELIDED_PARTICLES = frozenset({"d'", "d\u2019"})
_MIDDLE_DOTS = frozenset("\u00b7\u2022\u2027\u2219\u22c5")
_KANA_SIGNS = frozenset("\u30fb\uff65=\uff1d\u30a0")
_KATAKANA = re.compile("[\u30a1-\u30fa\u30fc\uff66-\uff9f]")
_LONGEST_INITIAL = 2
"""Tokens of an initial with its full stop."""
_LOWEST = 0.01
"""Lowest name probability of an initial before a name or after it, to be part of it."""


def join(names: Iterable[range], context: Context, name: Float32Array) -> list[range]:
    """Give names with the initials and suffixes beside them, in their order.

    Args:
        names: Ranges of token indices, apart and in their order.
        context: Of the document.
        name: Name probabilities, (T,), 0 to 1.
    """
    found: list[range] = []
    for each in names:
        before = found[-1] if found else range(0)
        if each.stop <= before.stop:
            continue
        own = range(max(each.start, before.stop), each.stop)
        if before and any(joins(before, own, context) for joins in _JOINS):
            own = range(found.pop().start, own.stop)
        elif own.start - 1 >= before.stop and (
            _has_initial_before(own, context, name) or _has_particle_before(own, context)
        ):
            own = range(own.start - 1, own.stop)
        own = with_rest_of_word(own, context)
        following = context.following(own.stop)
        if following and not following.islower():
            own = _with_suffix(_with_initials(own, context), context)
        found.append(own)
    return list(enumerate_alike(_with_surnames_first(found, context), context))


def _is_joined(before: range, after: range, context: Context) -> bool:
    """Tell whether one initial alone stands between two names: they are one."""
    between = range(before.stop, after.start)
    if not 0 < len(between) <= _LONGEST_INITIAL or not _may_be_initial(between.start, context):
        return False
    is_alone = context.tokens[between.start + 1 : between.stop] in ([], ["."])
    return is_alone and _in_line(range(between.start, after.start + 1), context)


def _is_hyphenated(before: range, after: range, context: Context) -> bool:
    """Tell whether a wrapped line ends in a double name: `Jean-`, then `Pierre`."""
    return (
        after.start - before.stop == 1
        and context.tokens[before.stop] in HYPHENS
        and context.touches(before.stop)
        and context.ends_line(after.start)
        and context.goes_on(after.start)
    )


def _follows_rest(before: range, after: range, context: Context) -> bool:
    """Tell whether a name goes on behind the rest of a word: `Whit-`, then `field Pell`."""
    is_next = after.start == before.stop and context.goes_on(after.start)
    return is_next and ends_with_rest(before, context)


def _is_elided(before: range, after: range, context: Context) -> bool:
    """Tell whether `d'` alone stands between two parts of a name: `Anne d'Orval`."""
    place = before.stop
    is_one = after.start == place + 1 and _in_line(range(place, after.start + 1), context)
    return is_one and context.tokens[place] in _ELIDED_PARTICLES


def _is_dotted(before: range, after: range, context: Context) -> bool:
    """Tell whether the sign alone that joins the parts of a transliterated name stands between.

    A dot of Japanese joins kana; between Han, it parts two surnames.
    """
    place = before.stop
    if after.start != place + 1 or not _in_line(range(place, after.start + 1), context):
        return False
    sign = context.tokens[place]
    sides = (context.tokens[place - 1][0], context.tokens[after.start][0])
    if sign in _KANA_SIGNS:
        return all(_KATAKANA.match(side) for side in sides)
    return sign in _MIDDLE_DOTS and all(map(is_unspaced, sides))


_JOINS = (_is_joined, _is_hyphenated, _follows_rest, _is_elided, _is_dotted)


def _has_initial_before(own: range, context: Context, name: Float32Array) -> bool:
    first = own.start - 1
    return (
        first >= 0
        and context.goes_on(own.start)
        and _may_be_initial(first, context)
        and bool(name[first] >= _LOWEST)
    )


def _has_particle_before(own: range, context: Context) -> bool:
    """Tell whether a line or a cell is nothing but `d'` and a name: `d'Artagnan`.

    In a sentence, the network tells this from `un livre d'Anne`.
    """
    first = own.start - 1
    return (
        first >= 0
        and context.tokens[first] in _ELIDED_PARTICLES
        and context.touches(own.start)
        and not context.preceding(first)
        and not context.following(own.stop)
    )


def _may_be_initial(index: int, context: Context) -> bool:
    is_letter = context.is_initial(index) and context.tokens[index] not in _PRONOUNS
    return is_letter and not is_no_initial(index, context)


def _with_initials(own: range, context: Context) -> range:
    """Add the initials after a surname, and the full stop of a last initial."""
    stop = own.stop
    if len(own) == 1 and not context.is_initial(own.start):
        stop = _after_initials(stop, context)
    stop += stop - own.start > 1 and _is_full_stop_of_initial(stop, context)
    return range(own.start, stop)


def _after_initials(stop: int, context: Context) -> int:
    """Give the end of `, J. R.` or ` JR` after a surname; `stop` where there are none."""
    following = context.following(stop)
    if following == ",":
        last = stop + 1
        while last <= stop + _MOST_INITIALS and (length := _initials_at(last, context)):
            last += length
        is_ended = not context.following(last)[:1].isalpha()
        return last if last > stop + 1 and is_ended else stop
    is_bare = following.isupper() and _BARE_INITIALS.fullmatch(following) is not None
    return stop + 1 if is_bare and context.following(stop + 1) in {",", ".", ";"} else stop


def _initials_at(index: int, context: Context) -> int:
    """Give how many tokens of initials stand at a place: 0, 1, or 2 with the full stop apart."""
    token = context.following(index)
    if token.isupper() and _INITIALS.fullmatch(token) is not None:
        return int(token not in NO_INITIALS)
    is_letter = len(token) == 1 and token.isupper()
    return 2 if is_letter and context.following(index + 1) == "." else 0


def _is_full_stop_of_initial(index: int, context: Context) -> bool:
    is_full_stop = context.following(index) == "." and len(context.tokens[index - 1]) == 1
    return is_full_stop and context.is_initial(index - 1)


def _with_suffix(own: range, context: Context) -> range:
    """Add Jr. or III, which may stand after a comma."""
    place, suffix = own.stop, context.following(own.stop)
    if suffix == ",":
        place, suffix = place + 1, context.following(place + 1)
    is_suffix = suffix[:1].isupper() and word(suffix) in SUFFIXES
    return range(own.start, place + 1) if is_suffix else own


def _with_surnames_first(names: list[range], context: Context) -> list[range]:
    """Join `Smith` and `John` where the comma between them parts a surname from a forename."""
    found: list[range] = []
    for each in names:
        if found and is_surname_first(found[-1], each, context):
            found.append(range(found.pop().start, each.stop))
        else:
            found.append(each)
    return found


def _in_line(tokens: range, context: Context) -> bool:
    return all(context.goes_on(index) for index in tokens)
