import pytest

from nomen.training.errors import CorpusError
from nomen.training.formats.shapes import doccano
from tests.training.formats.shapes.shaped import read, said

RELATIONS = """{"id": 1, "text": "Ada met Bob.",
 "relations": [{"id": 0, "from_id": 4, "to_id": 5, "type": "met"}],
 "entities": [{"id": 4, "label": "PER", "start_offset": 0, "end_offset": 3},
              {"id": 5, "label": "PER", "start_offset": 8, "end_offset": 11}]}"""


@pytest.mark.parametrize(
    "written",
    [
        '{"id": 1, "text": "Ada met Bob.", "label": [[0, 3, "PER"], [8, 11, "PER"]]}',
        '{"id": 1, "data": "Ada met Bob.", "label": [[0, 3, "PER"], [8, 11, "PER"]]}',
        '{"text": "Ada met Bob.", "labels": [[0, 3, "PER"], [8, 11, "PER"]], "Comments": []}',
        RELATIONS,
        RELATIONS.replace("entities", "annotations"),
    ],
    ids=["jsonl", "data", "labels", "relations", "annotations"],
)
def test_each_export_has_the_same_names(written: str) -> None:
    [record] = read(doccano, written)
    assert said(record) == [("Ada", "PER"), ("Bob", "PER")]


def test_a_record_without_labels_is_refused() -> None:
    with pytest.raises(CorpusError, match="expected 'text' or 'data', and 'label'"):
        list(doccano.read({"text": "x"}, None, None))  # type: ignore[arg-type]  # not used
