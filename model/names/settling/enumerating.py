"""Reads the names of an enumeration alike: all of them `Surname, Forename`, or none."""

from collections.abc import Iterator, Sequence

from nomen.model.names.settling.context import Context

_COMMA = ","
_LAST_SIGNS = frozenset({"and", "&"})
_MOST_NAMES = 12
"""Names of a longer enumeration stay: names of a long text do not depend on its far parts."""
_SURE_PAIRS = 2
_LEAST_BEFORE = 2
"""Single words before the last pair, which is none."""


def enumerate_alike(names: Sequence[range], context: Context) -> Iterator[range]:
    """Give names with the pairs of their enumerations joined, or the only pair at an end parted.

    Args:
        names: Ranges of token indices, apart and in their order.
        context: Of the document.
    """
    chain: list[range] = []
    for each in names:
        if chain and not _sign_between(chain[-1], each, context):
            yield from _alike(chain, context)
            chain = []
        chain.append(each)
    yield from _alike(chain, context)


def _alike(chain: list[range], context: Context) -> list[range]:
    if not _LEAST_BEFORE < len(chain) <= _MOST_NAMES:
        return chain
    pairs = [each for each in chain if _is_pair(each, context)]
    if not pairs or not all(each in pairs or len(each) == 1 for each in chain):
        return chain
    is_last = pairs == chain[-1:]
    if is_last and _sign_between(chain[-2], chain[-1], context) == _COMMA:
        comma = chain[-1].start + 1
        return [*chain[:-1], range(chain[-1].start, comma), range(comma + 1, chain[-1].stop)]
    is_sure = is_last or len(pairs) >= _SURE_PAIRS
    return _joined(chain, pairs, context) if is_sure else chain


def _joined(chain: list[range], pairs: list[range], context: Context) -> list[range]:
    """Join single words to pairs; give the chain as it is if one is left over."""
    found: list[range] = []
    singles = iter(chain)
    for each in singles:
        if each in pairs:
            found.append(each)
            continue
        following = next(singles, None)
        if following is None or following in pairs:
            return chain
        if _sign_between(each, following, context) != _COMMA:
            return chain
        found.append(range(each.start, following.stop))
    return found


def _is_pair(name: range, context: Context) -> bool:
    """Tell whether a name is one word, a comma, and one word."""
    tokens = context.tokens[name.start : name.stop]
    is_pair = len(tokens) == 3 and tokens[1] == _COMMA  # noqa: PLR2004
    return is_pair and all(each.isalpha() and len(each) > 1 for each in tokens[::2])


def _sign_between(before: range, after: range, context: Context) -> str:
    """Give the comma, or the last sign of an enumeration, between two names; else nothing."""
    between = range(before.stop, after.start)
    if len(between) != 1 or not (context.goes_on(between.start) and context.goes_on(after.start)):
        return ""
    sign = context.tokens[between.start]
    return sign if sign == _COMMA or sign in _LAST_SIGNS else ""
