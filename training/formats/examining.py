"""Examines the spans of a record: whether they fit its text, and whether names overlap."""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from nomen.training.data.labels import Span
from nomen.training.formats.records import Fault, LabelledSpan, Record, TextRecord, TokenRecord


def examine(record: Record, name_types: frozenset[str]) -> tuple[Record, list[Fault]]:
    """Give a record with its sound spans, and its faults.

    Blanks at the ends of a span do not count, nor does a name that was labelled twice. Offsets in
    UTF-16 units become code points where the span's own text shows that they are meant.

    Args:
        record: The record.
        name_types: The types that are names; only their spans must stand apart.
    """
    spans: list[LabelledSpan] = []
    faults: list[Fault] = []
    for span in record.spans:
        found = _examined(record, span)
        if isinstance(found, Fault):
            faults.append(found)
        else:
            spans.append(found)
    names = {(s.start, s.end): s for s in reversed(spans) if is_name(s, name_types)}
    apart = _apart(sorted(names))
    faults.extend(_overlaps(record, names))
    kept = tuple(s for s in spans if not is_name(s, name_types) or (s.start, s.end) in apart)
    return replace(record, spans=kept), faults


def is_name(span: LabelledSpan, name_types: frozenset[str]) -> bool:
    """Tell whether a span is a name."""
    return span.label is None or span.label in name_types


def _examined(record: Record, span: LabelledSpan) -> LabelledSpan | Fault:
    length = len(record.tokens if isinstance(record, TokenRecord) else record.text)
    at, place = f"{span.start}-{span.end}", span.place(record.place)
    if isinstance(record, TextRecord) and span.text is not None:
        start, end = _agreed(record.text, span.start, span.end, span.text)
        span = replace(span, start=start, end=end)
    if span.start == span.end and 0 <= span.start <= length:
        return Fault(place, "empty", f"expected span {at} to hold something")
    if not 0 <= span.start < span.end <= length:
        expected = f"expected spans with integers 0 <= start < end <= {length}"
        return Fault(place, "beyond the text", f"{expected}, the length, found {at}")
    return _trimmed(record, span) if isinstance(record, TextRecord) else span


def _trimmed(record: TextRecord, span: LabelledSpan) -> LabelledSpan | Fault:
    start, end = span.start, span.end
    at = f"{start}-{end}"
    if span.text is not None and not _says(record.text, start, end, span.text):
        expected = f"expected at {at} the text that the span says, found another one"
        return Fault(span.place(record.place), "other text", expected)
    inside = record.text[start:end]
    start += len(inside) - len(inside.lstrip())
    end -= len(inside) - len(inside.rstrip())
    if start >= end:
        expected = f"expected span {at} to hold something, found blanks"
        return Fault(span.place(record.place), "empty", expected)
    return replace(span, start=start, end=end)


def _agreed(text: str, start: int, end: int, said: str) -> tuple[int, int]:
    """Give a span's offsets; those that count UTF-16 units, by what the span says, converted."""
    if text.isascii() or _says(text, start, end, said):
        return start, end
    units = text.encode("utf-16-le")
    first, last = (len(units[: 2 * at].decode("utf-16-le", "ignore")) for at in (start, end))
    return (first, last) if _says(text, first, last, said) else (start, end)


def _says(text: str, start: int, end: int, said: str) -> bool:
    """Tell whether a text says something at a span; all blanks are alike."""
    return end <= len(text) and text[start:end].split() == said.split()


def _overlaps(record: Record, names: Mapping[Span, LabelledSpan]) -> Iterator[Fault]:
    for one, other in itertools.pairwise(sorted(names)):
        if other[0] < one[1]:
            both = f"{one[0]}-{one[1]} and {other[0]}-{other[1]}"
            place = names[other].place(record.place)
            yield Fault(place, "overlap", f"expected names apart, {both} overlap")


def _apart(names: Sequence[Span]) -> set[Span]:
    kept: list[Span] = []
    for name in names:
        if not kept or name[0] >= kept[-1][1]:
            kept.append(name)
    return set(kept)
