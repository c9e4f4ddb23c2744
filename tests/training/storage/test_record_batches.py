import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nomen.training.data.labels import LabelledSentence
from nomen.training.storage.record_batches import (
    SCHEMA,
    documents_of,
    lengths_of,
    record_batch,
    sentence_at,
    sentences_of,
)

CHARACTERS = st.characters(exclude_categories=["Cs"])


@st.composite
def labelled(draw: st.DrawFn) -> LabelledSentence:
    tokens = draw(st.lists(st.text(CHARACTERS, min_size=1), min_size=1, max_size=6))
    bounds = sorted(draw(st.sets(st.integers(0, len(tokens)), max_size=4)))
    names = zip(bounds[::2], bounds[1::2], strict=False)
    num_labels = draw(st.integers(0, 5))
    rows = draw(st.lists(st.floats(0, 1, width=16), min_size=30, max_size=30))
    soft_labels = np.array(rows[: len(tokens) * num_labels], dtype=np.float16)
    return LabelledSentence(
        tuple(tokens),
        tuple(names),
        soft_labels.reshape(len(tokens), num_labels) if num_labels else None,
    )


def as_lists(sentence: LabelledSentence) -> object:
    rows = None if sentence.soft_labels is None else sentence.soft_labels.tolist()
    return sentence.tokens, sentence.names, rows


@given(sentences=st.lists(labelled(), max_size=5))
def test_sentences_come_back_as_they_were(sentences: list[LabelledSentence]) -> None:
    batch = record_batch(sentences, range(len(sentences)))
    expected = [as_lists(sentence) for sentence in sentences]
    assert [as_lists(sentence) for sentence in sentences_of(batch)] == expected
    assert [as_lists(sentence_at(batch, i)) for i in range(len(sentences))] == expected
    assert lengths_of(batch).tolist() == [len(sentence.tokens) for sentence in sentences]
    assert documents_of(batch).tolist() == list(range(len(sentences)))


def test_the_columns_are_those_that_are_documented() -> None:
    batch = record_batch([LabelledSentence(("Ann", "Lee", "left"), ((0, 2),))], [7])
    assert batch.schema == SCHEMA
    assert batch.to_pylist() == [
        {"tokens": ["Ann", "Lee", "left"], "names": [0, 2], "soft_labels": [], "document": 7}
    ]


def test_half_of_a_surrogate_pair_cannot_be_stored() -> None:
    with pytest.raises(UnicodeEncodeError):
        record_batch([LabelledSentence(("\ud800",))], [0])


def test_rows_do_not_depend_on_the_file_that_they_were_read_from() -> None:
    soft_labels = np.ones((1, 2), dtype=np.float16)
    batch = record_batch([LabelledSentence(("a",), (), soft_labels)], [0])
    sentence = sentence_at(batch, 0)
    assert sentence.soft_labels is not None
    assert sentence.soft_labels.flags.writeable
    assert isinstance(batch, pa.RecordBatch)
