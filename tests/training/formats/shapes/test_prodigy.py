from nomen.training.formats.records import LeftOut
from nomen.training.formats.shapes import prodigy
from tests.training.formats.shapes.shaped import PLACE, read, said

TASK = """{"text": "Apple was led by Tim Cook", "_input_hash": 1886699658, "_task_hash": -19526,
 "tokens": [{"text": "Apple", "start": 0, "end": 5, "id": 0, "ws": true},
            {"text": "was", "start": 6, "end": 9, "id": 1, "ws": true},
            {"text": "led", "start": 10, "end": 13, "id": 2, "ws": true},
            {"text": "by", "start": 14, "end": 16, "id": 3, "ws": true},
            {"text": "Tim", "start": 17, "end": 20, "id": 4, "ws": true},
            {"text": "Cook", "start": 21, "end": 25, "id": 5, "ws": false}],
 "_view_id": "ner_manual", "meta": {"doc_id": "news-3"},
 "spans": [{"start": 0, "end": 5, "token_start": 0, "token_end": 0, "label": "ORG"},
           {"start": 17, "end": 25, "token_start": 4, "token_end": 5, "label": "PERSON"}],
 "answer": "accept"}"""


def test_an_accepted_task_has_its_spans_and_its_document() -> None:
    [record] = read(prodigy, TASK)
    assert said(record) == [("Apple", "ORG"), ("Tim Cook", "PERSON")]
    assert record.document == "news-3"  # type: ignore[union-attr]  # a record


def test_rejected_and_ignored_tasks_are_left_out() -> None:
    assert read(prodigy, TASK.replace("accept", "reject")) == [LeftOut(PLACE, "rejected")]
    assert read(prodigy, TASK.replace("accept", "ignore")) == [LeftOut(PLACE, "ignored")]


def test_an_accepted_task_without_spans_has_no_names() -> None:
    [record] = read(prodigy, '{"text": "Nobody came.", "answer": "accept"}')
    assert said(record) == []
