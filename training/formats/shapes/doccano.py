"""Doccano: a text with its labels as lists, or with its entities as objects.

*Source:* the exports of doccano's projects for sequence labelling: "JSONL" and "JSONL(relation)".
"""

from collections.abc import Iterator, Mapping

from nomen.training.formats.records import Item, LabelledSpan, Place, RecordError, TextRecord
from nomen.training.formats.settings import FileSettings
from nomen.training.formats.shapes.values import (
    as_list,
    as_object,
    as_span,
    as_text,
    document_of,
    listed_span,
)

_TEXTS, _LABELS = ("text", "data"), ("label", "labels", "entities", "annotations")


def matches(value: object) -> bool:
    """Tell whether a value has this shape."""
    if not isinstance(value, dict):
        return False
    found = value.get(_first(value, _LABELS) or "")
    has_text = isinstance(value.get(_first(value, _TEXTS) or ""), str)
    return has_text and isinstance(found, list) and all(map(_is_label, found))


def _is_label(value: object) -> bool:
    return isinstance(value, list) or (isinstance(value, dict) and "start_offset" in value)


def read(value: object, place: Place, _: FileSettings) -> Iterator[Item]:
    """Read `{"text", "label": [[start, end, label]]}` or `{"text", "entities": [{…}]}`.

    The text may stand in `data`, the labels in `labels` or `annotations`. An entity has
    `start_offset`, `end_offset` and `label`; ids and relations do not count.

    Raises:
        RecordError: When the value is malformed.
    """
    record = as_object(value)
    text_key, label_key = _first(record, _TEXTS), _first(record, _LABELS)
    if text_key is None or label_key is None:
        raise RecordError("expected 'text' or 'data', and 'label', 'labels' or 'entities'")
    text = as_text(record[text_key], text_key)
    found = tuple(_span(each, label_key) for each in as_list(record[label_key], label_key))
    yield TextRecord(place=place, text=text, spans=found, document=document_of(record))


def _span(value: object, name: str) -> LabelledSpan:
    if isinstance(value, dict):
        return as_span(value.get("start_offset"), value.get("end_offset"), value.get("label"))
    return listed_span(value, name)


def _first(record: Mapping[str, object], keys: tuple[str, ...]) -> str | None:
    return next((key for key in keys if key in record), None)
