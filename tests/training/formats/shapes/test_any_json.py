"""Whatever JSON holds, a shape reads it or refuses it; the shapes' own tests show the rest."""

import json
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nomen.training.formats.detecting import SHAPES
from nomen.training.formats.examining import examine
from nomen.training.formats.records import Fault, Item, LeftOut, Place, RecordError
from nomen.training.formats.sentences import to_sentences
from nomen.training.formats.settings import FileSettings
from nomen.training.formats.writing import as_json

KEYS = (
    *("text", "data", "tokens", "words", "spans", "label", "labels", "entities", "annotations"),
    *("result", "value", "start", "end", "start_offset", "end_offset", "ner", "ner_tags"),
    *("tokenized_text", "paragraphs", "sentences", "raw", "orth", "id", "doc", "answer"),
    *("was_cancelled", "classes", "annotation_id", "meta"),
)

leaves = (
    st.none()
    | st.booleans()
    | st.integers(-2, 9)
    | st.floats(allow_nan=False)
    | st.sampled_from(["", "secret words", "PER", "B-PER", "I-PER", "O", " ", "\ud800"])
)
values = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4)
    ),
    max_leaves=20,
)


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
@given(value=values)
def test_any_value_is_read_or_refused_without_its_text(shape: ModuleType, value: object) -> None:
    settings = FileSettings(label_names=("O", "B-PER", "I-PER"))
    shape.matches(value)
    items, refusal = read(shape, value, settings)
    assert "secret" not in refusal
    for item in items:
        assert not isinstance(item, Fault)
        if not isinstance(item, LeftOut):
            record, faults = examine(item, settings.name_types)
            sentences, cut = to_sentences(record, settings)
            assert all(sentence.tokens for sentence in sentences)
            assert "secret" not in str([fault.message for fault in faults + cut])
            json.dumps(as_json(record), ensure_ascii=False).encode()


def read(shape: ModuleType, value: object, settings: FileSettings) -> tuple[list[Item], str]:
    try:
        return list(shape.read(value, Place(Path("own"), 1), settings)), ""
    except RecordError as error:
        return [], str(error)
