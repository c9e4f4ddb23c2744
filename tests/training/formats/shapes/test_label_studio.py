import json
from typing import Any

import pytest

from nomen.training.errors import CorpusError
from nomen.training.formats.records import LeftOut
from nomen.training.formats.settings import FileSettings
from nomen.training.formats.shapes import label_studio
from tests.training.formats.shapes.shaped import PLACE, read, said


def region(start: int, end: int, *labels: str) -> dict[str, Any]:
    value = {"start": start, "end": end, "text": "Ada met Bob."[start:end], "labels": labels}
    return {"id": "x", "from_name": "label", "to_name": "text", "type": "labels", "value": value}


CHOICE = {"from_name": "kind", "to_name": "text", "type": "choices", "value": {"choices": ["a"]}}


def task(*annotations: dict[str, Any], **data: str) -> str:
    found = {
        "id": 1,
        "data": data or {"text": "Ada met Bob."},
        "annotations": annotations,
        "predictions": [],
        "created_at": "2021-03-09T21:52:49.513742Z",
    }
    return json.dumps(found)


def annotation(*regions: dict[str, Any], was_cancelled: bool = False) -> dict[str, Any]:
    return {"id": 1001, "result": regions, "was_cancelled": was_cancelled, "ground_truth": False}


def test_a_task_has_the_labels_of_its_regions() -> None:
    written = task(annotation(region(0, 3, "PER", "Woman"), CHOICE, region(8, 11, "PER")))
    [record] = read(label_studio, written)
    assert said(record) == [("Ada", "PER"), ("Ada", "WOMAN"), ("Bob", "PER")]


def test_cancelled_annotations_do_not_count() -> None:
    cancelled = annotation(region(0, 3, "PER"), was_cancelled=True)
    [record] = read(label_studio, task(cancelled, annotation(region(8, 11, "PER"))))
    assert said(record) == [("Bob", "PER")]
    assert read(label_studio, task(cancelled)) == [LeftOut(PLACE, "cancelled")]


def test_a_task_without_annotations_is_left_out() -> None:
    assert read(label_studio, task()) == [LeftOut(PLACE, "not annotated")]


@pytest.mark.parametrize(("number", "expected"), [(1, "Ada"), (2, "Bob"), (-1, "Bob")])
def test_the_first_annotation_is_read_unless_told(number: int, expected: str) -> None:
    written = task(annotation(region(0, 3, "PER")), annotation(region(8, 11, "PER")))
    [record] = read(label_studio, written, annotation=number)
    assert said(record) == [(expected, "PER")]


def test_json_min_has_its_regions_under_the_name_of_the_control() -> None:
    [record] = read(
        label_studio,
        '{"id": 1, "text": "Ada met Bob.", "annotator": 1, "annotation_id": 5, "created_at": "x", '
        '"ner": [{"start": 0, "end": 3, "text": "Ada", "labels": ["PER"]}], "lead_time": 4.288}',
    )
    assert said(record) == [("Ada", "PER")]


@pytest.mark.parametrize(("number", "expected"), [(1, [1, 3, 9]), (2, [2, 9]), (-1, [2, 3, 9])])
def test_json_min_has_an_object_for_each_annotation_of_a_task(
    number: int, expected: list[int]
) -> None:
    objects = [{"id": i, "text": "x", "annotation_id": n} for i, n in ((5, 1), (5, 2), (6, 3))]
    values = [(PLACE, value) for value in [*objects, {"text": "x", "annotation_id": 9}]]
    found = label_studio.chosen(values, FileSettings(annotation=number))
    assert [item[1]["annotation_id"] for item in found if isinstance(item, tuple)] == expected  # type: ignore[index]  # objects


def test_json_min_without_regions_has_no_names() -> None:
    [record] = read(label_studio, '{"id": 1, "text": "Nobody.", "annotation_id": 5}')
    assert said(record) == []


def test_the_only_string_of_a_task_is_its_text() -> None:
    [record] = read(label_studio, task(annotation(region(0, 3, "PER")), letter="Ada met Bob."))
    assert said(record) == [("Ada", "PER")]
    with pytest.raises(CorpusError, match="expected the text of a task in 'text'"):
        read(label_studio, task(annotation(), letter="Ada", subject="Bob"))


def test_predictions_are_no_annotations() -> None:
    predictions = [{"model_version": "a", "result": [region(0, 3, "PER")]}]
    written = json.dumps({"data": {"text": "Ada met Bob."}, "predictions": predictions})
    assert label_studio.matches(json.loads(written))
    assert read(label_studio, written) == [LeftOut(PLACE, "not annotated")]
