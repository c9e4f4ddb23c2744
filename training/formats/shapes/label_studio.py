"""Label Studio: tasks with annotations (export JSON), or one object for each (JSON-MIN).

*Source:* https://labelstud.io/guide/task_format and https://labelstud.io/guide/export.
"""

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from nomen.training.formats.records import (
    Fault,
    Item,
    LabelledSpan,
    LeftOut,
    Place,
    RecordError,
    TextRecord,
)
from nomen.training.formats.settings import FileSettings
from nomen.training.formats.shapes.values import (
    as_list,
    as_object,
    as_span,
    as_text,
    document_of,
)

_ANNOTATIONS = ("annotations", "completions")
_PREDICTIONS = "predictions"
_OF_MIN = frozenset({"annotation_id", "annotator", "lead_time"})
_LABELS = ("labels", "hypertextlabels")


def matches(value: object) -> bool:
    """Tell whether a value has this shape."""
    if not isinstance(value, dict):
        return False
    if isinstance(value.get("data"), dict) and any(
        key in value for key in (*_ANNOTATIONS, _PREDICTIONS)
    ):
        return True
    return not _OF_MIN.isdisjoint(value) or _key_of_regions(value) is not None


def chosen(
    values: Iterable[tuple[Place, object] | Fault], settings: FileSettings
) -> Iterator[tuple[Place, object] | Fault | LeftOut]:
    """Give the values of a file; of JSON-MIN, that of one annotation of each task.

    JSON-MIN has an object for each annotation, one task after the other.
    """
    for task, group in itertools.groupby(values, key=_task):
        found = list(group)
        index = _index(settings)
        if not isinstance(task, _Task):
            yield from found
        elif -len(found) <= index < len(found):
            yield found[index]
        elif not isinstance(found[0], Fault):
            yield LeftOut(found[0][0], "not annotated")


@dataclass(frozen=True, slots=True)
class _Task:
    """A task of JSON-MIN."""

    number: object


def _task(item: tuple[Place, object] | Fault) -> object:
    """Give the task of an object of JSON-MIN; for every other item, something of its own."""
    value = None if isinstance(item, Fault) else item[1]
    if not isinstance(value, dict) or "id" not in value:
        return object()
    return object() if any(key in value for key in _ANNOTATIONS) else _Task(value["id"])


def _index(settings: FileSettings) -> int:
    return settings.annotation - 1 if settings.annotation > 0 else settings.annotation


def read(value: object, place: Place, settings: FileSettings) -> Iterator[Item]:
    """Read one task. Cancelled annotations do not count; a task without any is left out.

    What a model predicted is no annotation. Of several annotations, that of the settings is read.
    A region with several labels is a span of each. Offsets in UTF-16 units are told from code
    points by the region's own text.

    Raises:
        RecordError: When the value is malformed.
    """
    record = as_object(value)
    key = next((key for key in _ANNOTATIONS if key in record), None)
    if key is None:
        yield LeftOut(place, "not annotated") if _PREDICTIONS in record else _minimal(record, place)
        return
    annotations = [as_object(each) for each in as_list(record[key], key)]
    kept = [a for a in annotations if not (a.get("was_cancelled") or a.get("skipped"))]
    index = _index(settings)
    if not -len(kept) <= index < len(kept):
        yield LeftOut(place, "cancelled" if annotations and not kept else "not annotated")
        return
    data = as_object(record.get("data"))
    regions = [as_object(region) for region in as_list(kept[index].get("result"), "result")]
    values = [each for region in regions if isinstance(each := region.get("value"), dict)]
    spans = tuple(span for each in values for span in _spans(each))
    yield TextRecord(place=place, text=_text(data), spans=spans, document=document_of(data))


def _minimal(record: Mapping[str, object], place: Place) -> TextRecord:
    key = _key_of_regions(record)
    regions = as_list(record[key], key) if key else []
    spans = tuple(span for region in regions for span in _spans(as_object(region)))
    return TextRecord(place=place, text=_text(record), spans=spans, document=document_of(record))


def _key_of_regions(record: Mapping[str, object]) -> str | None:
    """Give the key of a list of labelled regions: the name of its control tag."""
    for key, value in record.items():
        is_list = isinstance(value, list) and value
        if is_list and all(isinstance(each, dict) and "labels" in each for each in value):  # type: ignore[attr-defined]  # a list
            return key
    return None


def _spans(value: Mapping[str, object]) -> Iterator[LabelledSpan]:
    """Give the spans of a region; regions without labels (choices, texts) have none."""
    key = next((key for key in _LABELS if key in value), None)
    if key is None:
        return
    for label in as_list(value[key], key):
        yield as_span(value.get("start"), value.get("end"), label, value.get("text"))


def _text(data: Mapping[str, object]) -> str:
    """Give the text of a task: its `text`, else its only string."""
    if "text" in data:
        return as_text(data["text"])
    texts = [value for key, value in data.items() if isinstance(value, str) and "_at" not in key]
    if len(texts) != 1:
        raise RecordError("expected the text of a task in 'text', or in its only string")
    return as_text(texts[0])
