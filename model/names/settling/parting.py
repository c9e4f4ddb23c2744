"""Parts names where something stands between their tokens that no name holds."""

import re
from collections.abc import Iterator
from unicodedata import category

from nomen.model.names.settling.affixes import ROLES, is_particle, word
from nomen.model.names.settling.context import Context
from nomen.model.text.breaks import Break

_SIGNS = "| || ; / \\ 's \u2019s".split()  # noqa: SIM905 - a table
_WORDS = "v v. vs vs. versus aka AKA a.k.a. a.k.a A.K.A.".split()  # noqa: SIM905 - a table
_BORDERS = frozenset([*_SIGNS, *_WORDS])
"""Cell borders and separators, the possessive, and what stands between two parties or two names."""
_IDENTIFIER = re.compile(r"\w*_\w*|\w+://.*|[\w.+-]+@[\w-]+\.[\w.-]+")
_PICTURE = "So"
"""The Unicode category of emoji."""
_COMMA = ","
_KEY_SIGNS = frozenset({":", "="})
_NEAR = 8
"""Tokens that a rule looks away at most: names of a long text do not depend on its far parts."""
_CLOSING = {"(": ")", "[": "]", "{": "}", "“": "”", "«": "»"}
_BRACKETS = frozenset(_CLOSING).union(_CLOSING.values())
_OPENING = {closing: opening for opening, closing in _CLOSING.items()}


def part(name: range, context: Context) -> Iterator[range]:
    """Give the parts of a name, in their order; borders and identifiers are in none.

    Args:
        name: Range of token indices.
        context: Of the document.
    """
    if _is_plain(name, context):
        yield name
        return
    for piece in _at_borders(name, context):
        yield from _at_brackets(piece, context)


def _is_plain(name: range, context: Context) -> bool:
    """Tell whether a name is words of one line with no border in them, as most names are."""
    own = context.tokens[name.start : name.stop]
    return (
        "".join(own).isalpha()
        and _BORDERS.isdisjoint(own)
        and context.is_unbroken(name)
        and context.following(name.stop) not in _KEY_SIGNS
    )


def _at_borders(name: range, context: Context) -> Iterator[range]:
    start = name.start
    for index in name:
        if index > name.start and _breaks(name, index, context):
            yield range(start, index)
            start = index
            if _is_key(range(index, name.stop), context):
                return
        if _is_border(name, index, context, start=start):
            yield range(start, index)
            start = index + 1
    yield range(start, name.stop)


def _breaks(name: range, index: int, context: Context) -> bool:
    """Tell whether a name ends before one of its tokens, by the lines and cells of the text."""
    gap = context.break_before(index)
    if gap == Break.CELL:
        # A tab inside a name of running text is a mere blank.
        is_text = (
            name.stop - index <= _NEAR
            and context.following(name.stop).islower()
            and not context.is_initial(index - 1)
        )
        return not is_text
    if gap == Break.BLANK_LINE:
        return True
    if gap == Break.LINE and _are_two(*_sides(name, index), context):
        return True
    return _ends_as_key(range(index, name.stop), context) and context.ends_line(index)


def _is_key(rest: range, context: Context) -> bool:
    """Tell whether the rest of a name is the key of the next line's field, in lower case."""
    is_lower = context.tokens[rest.start].islower()
    return is_lower and _ends_as_key(rest, context) and context.ends_line(rest.start)


def _ends_as_key(rest: range, context: Context) -> bool:
    return len(rest) <= _NEAR and context.following(rest.stop) in _KEY_SIGNS


def _is_border(name: range, index: int, context: Context, *, start: int) -> bool:
    token = context.tokens[index]
    if token in _BORDERS or category(token[0]) == _PICTURE:
        return True
    if not token.isalnum() and _IDENTIFIER.fullmatch(token) is not None:
        return True
    is_comma = token == _COMMA and start < index < name.stop - 1
    return is_comma and _parts_two(name, index, context)


def _parts_two(name: range, comma: int, context: Context) -> bool:
    """Tell whether the comma inside a name parts two names, or two fields of a record."""
    before, after = _sides(name, comma)
    after = after[1:]
    if context.touches(comma + 1) or context.tokens[comma - 1] == context.tokens[comma + 1]:
        return True
    return not context.is_initial(after.start) and _are_two(before, after, context)


def _sides(name: range, index: int) -> tuple[range, range]:
    """Give the tokens of a name near one of them: those before it, and those from it on."""
    before = range(max(name.start, index - _NEAR), index)
    return before, range(index, min(index + 1 + _NEAR, name.stop))


def _are_two(before: range, after: range, context: Context) -> bool:
    """Tell whether either side of a name has two words: each may be a whole name."""
    return min(_num_words(each, context) for each in (before, after)) > 1


def _num_words(name: range, context: Context) -> int:
    words = (context.tokens[index] for index in name)
    return sum(each[:1].isalpha() and not is_particle(each) for each in words)


def _at_brackets(name: range, context: Context) -> Iterator[range]:
    """Part a name at brackets, but for a pair with more of the name on either side."""
    if _BRACKETS.isdisjoint(context.tokens[name.start : name.stop]):
        yield name
        return
    start = name.start
    for hole in sorted(_holes(name, context), key=lambda each: each.start):
        if start < hole.start:
            yield range(start, hole.start)
        start = max(start, hole.stop)
    if start < name.stop:
        yield range(start, name.stop)


def _holes(name: range, context: Context) -> Iterator[range]:
    """Give the brackets that part a name; a role between them goes with them."""
    opened: list[int] = []
    for index in name:
        token = context.tokens[index]
        if token in _CLOSING:
            opened.append(index)
        elif token in _OPENING:
            is_pair = bool(opened) and context.tokens[opened[-1]] == _OPENING[token]
            if is_pair and index - opened[-1] <= _NEAR:
                yield from _of_pair(range(opened.pop(), index + 1), name, context)
            else:
                yield range(index, index + 1)
    yield from (range(index, index + 1) for index in opened)


def _of_pair(pair: range, name: range, context: Context) -> Iterator[range]:
    if name.start < pair.start and pair.stop < name.stop:
        return
    inside = context.tokens[pair.start + 1 : pair.stop - 1]
    if all(each.islower() or word(each) in ROLES for each in inside):
        yield pair
    else:
        yield from (range(pair.start, pair.start + 1), range(pair.stop - 1, pair.stop))
