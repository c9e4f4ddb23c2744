"""Cuts names where a tag or a placeholder stands between their tokens."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np

from nomen.model.names.layout import Layout, runs
from nomen.model.names.markup import find_tags


def cut_at_tags(
    names: Iterable[range], tokens: Sequence[str], layout: Callable[[], Layout]
) -> Iterator[range]:
    """Cut names at the ends of tags; what the cut leaves inside a tag is no name.

    A name that is only a part of one tag, the value of an attribute, stays.

    Args:
        names: Ranges of token indices, in their order.
        tokens: Of the document.
        layout: Gives the layout of the document; called only where a name has a `<` or a `>`.
    """
    tags: list[range] | None = None
    for name in names:
        own = "".join(tokens[name.start : name.stop])
        if "<" not in own and ">" not in own:
            yield name
            continue
        if tags is None:
            tags = _find_tags(layout())
        around = [tag for tag in overlapping(name, tags) if not _is_part(name, tag)]
        yield from _pieces(name, around)


def _find_tags(layout: Layout) -> list[range]:
    """Give the tokens of each tag that is no part of a word, as in `<b>A</b>nn`."""
    spans = list(find_tags(layout.text))
    places = zip(layout.tokens_within(spans), spans, strict=True)
    ends = layout.ends
    return [each for each, (_, end) in places if not each.start or ends[each.start - 1] <= end]


def cut_at(names: Iterable[range], holes: Sequence[range]) -> Iterator[range]:
    """Take tokens out of names.

    Args:
        names: Ranges of token indices.
        holes: Ranges of the tokens that are part of no name, in their order, apart.
    """
    for name in names:
        yield from _pieces(name, overlapping(name, holes))


def find_placeholders(patterns: Iterable[str], layout: Layout) -> list[range]:
    """Give the tokens that hold a character of a pattern's match, in their order, apart."""
    spans = [match.span() for each in patterns for match in re.finditer(each, layout.text)]
    if not spans:
        return []
    is_inside = np.zeros(len(layout.starts), dtype=np.bool_)
    for start, end in spans:
        inside = layout.tokens_in(start, end)
        is_inside[inside.start : inside.stop] = True
    return runs(is_inside)


def overlapping(name: range, ranges: Sequence[range]) -> Sequence[range]:
    """Give those of ranges, in their order and apart, that share a token with a name."""
    first = bisect_right(ranges, name.start, key=lambda each: each.stop)
    last = bisect_left(ranges, name.stop, key=lambda each: each.start)
    return ranges[first:last]


def _pieces(name: range, holes: Iterable[range]) -> Iterator[range]:
    start = name.start
    for hole in holes:
        if start < hole.start:
            yield range(start, hole.start)
        start = max(start, hole.stop)
    if start < name.stop:
        yield range(start, name.stop)


def _is_part(name: range, tag: range) -> bool:
    return tag.start <= name.start and name.stop <= tag.stop and len(name) < len(tag)
