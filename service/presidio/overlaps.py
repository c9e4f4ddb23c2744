"""Results that overlap: which of them are operated on, and at which places.

*Source:* Presidio 2.2.366, the behaviour of `AnonymizerEngine.anonymize` with its default strategy.
"""

import re
from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

BLANKS = re.compile(" +\n?")
"""What may stand between two results that are joined to one."""


class Span(NamedTuple):
    """A place of a text and what was found there; `start` and `end` count code points."""

    start: int
    end: int
    entity_type: str
    score: float


def resolve_overlaps(spans: Sequence[Span], text: str) -> list[Span]:
    """Give the spans to operate on, in the order of the text; none contains another.

    Spans of one type that intersect become one. Of spans with the same place, the one with the
    highest score stays, and a span inside another is dropped. Neighbours of one type with nothing
    but blanks between them become one. What that makes a span contain is dropped, too; there
    Presidio leaves the end of the outer span in the text.
    """
    merged = _merge_intersecting(sorted(spans, key=_place))
    joined = _join_neighbours(_drop_contained(merged), text)
    return sorted(_drop_contained(joined), key=_place)


def _place(span: Span) -> tuple[int, int]:
    return span.start, span.end


def _merge_intersecting(spans: Sequence[Span]) -> list[Span]:
    """Merge the intersecting spans of each type; one stands where the last of them stood."""
    merged: dict[int, Span] = {}
    latest: dict[str, int] = {}
    for position, span in enumerate(spans):
        known = latest.get(span.entity_type)
        latest[span.entity_type] = position
        if known is None or min(merged[known].end, span.end) <= span.start:
            merged[position] = span
            continue
        other = merged.pop(known)
        merged[position] = span._replace(
            start=other.start, end=max(other.end, span.end), score=max(other.score, span.score)
        )
    return [merged[position] for position in sorted(merged)]


def _drop_contained(spans: Sequence[Span]) -> list[Span]:
    order = sorted(range(len(spans)), key=lambda i: (spans[i].start, -spans[i].end))
    kept: set[int] = set()
    furthest = -1
    for (_, end), group in groupby(order, key=lambda i: _place(spans[i])):
        if end > furthest:
            kept.add(max(group, key=lambda i: (spans[i].score, i)))
            furthest = end
    return [span for i, span in enumerate(spans) if i in kept]


def _join_neighbours(spans: Sequence[Span], text: str) -> list[Span]:
    joined: list[Span] = []
    for span in spans:
        start = span.start
        if joined and joined[-1].entity_type == span.entity_type:
            between = text[joined[-1].end : span.start]
            start = joined.pop().start if BLANKS.fullmatch(between) else start
        joined.append(span._replace(start=start))
    return joined
