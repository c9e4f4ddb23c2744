from pathlib import Path
from tempfile import gettempdir

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nomen.training.data.labels import LabelledSentence
from nomen.training.errors import TrainingError
from nomen.training.storage.stored_sentences import StoredSentences, lengths

SENTENCES = [
    LabelledSentence(
        (f"t{i}", "Ann", "Lee", "\U0001f642é")[: 1 + i % 4], ((0, 1),) if i % 3 else ()
    )
    for i in range(1_200)
]

STORED = StoredSentences.from_stream(iter(SENTENCES), Path(gettempdir()))


@pytest.fixture
def stored(tmp_path: Path) -> StoredSentences:
    return StoredSentences.from_stream(iter(SENTENCES), tmp_path)


def test_sentences_are_read_as_they_were_written(stored: StoredSentences) -> None:
    assert len(stored) == 1_200
    assert list(stored) == SENTENCES
    assert [stored[i] for i in (0, 511, 512, -1)] == [SENTENCES[i] for i in (0, 511, 512, -1)]
    assert isinstance(stored[1].names[0][0], int)


@pytest.mark.parametrize("index", [1_200, -1_201])
def test_there_is_no_sentence_beyond_the_last(stored: StoredSentences, index: int) -> None:
    with pytest.raises(IndexError):
        stored[index]


@given(bounds=st.slices(1_200))
def test_a_slice_is_that_of_a_list(bounds: slice) -> None:
    part = STORED[bounds]
    assert list(part) == SENTENCES[bounds]
    assert len(part) == len(SENTENCES[bounds])
    assert lengths(part).tolist() == [len(s.tokens) for s in SENTENCES[bounds]]


def test_a_slice_of_a_slice_counts_from_its_start(stored: StoredSentences) -> None:
    part = stored[500:1_100][10:20]
    assert list(part) == SENTENCES[510:520]
    assert part[0] == SENTENCES[510]


def test_the_numbers_of_documents_are_kept(tmp_path: Path) -> None:
    first, second, third = SENTENCES[:3]
    stored = StoredSentences.from_stream([first, 3, second, third, 0, first], tmp_path)
    assert stored.documents.tolist() == [0, 3, 3, 0]
    assert list(stored) == [first, second, third, first]


def test_no_sentences_are_stored_as_none(tmp_path: Path) -> None:
    stored = StoredSentences.from_stream([], tmp_path)
    assert (len(stored), list(stored), lengths(stored).tolist()) == (0, [], [])


def test_the_file_of_a_stream_has_no_name(stored: StoredSentences, tmp_path: Path) -> None:
    assert list(tmp_path.iterdir()) == []
    assert stored[0] == SENTENCES[0]


def test_soft_labels_are_kept_and_may_be_missing(tmp_path: Path) -> None:
    soft_labels = np.array([[0.5, 0.5], [np.nan, np.nan]], dtype=np.float16)
    given_sentences = [LabelledSentence(("a", "b"), (), soft_labels), LabelledSentence(("c",))]
    found = StoredSentences.from_stream(given_sentences * 2, tmp_path)
    for sentence in (found[0], found[2]):
        assert sentence.soft_labels is not None
        assert sentence.soft_labels.tobytes() == soft_labels.tobytes()
        assert sentence.soft_labels.shape == (2, 2)
    assert found[1].soft_labels is None


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    for content in (b"", b"ARROW1 and then nothing"):
        (tmp_path / "train.arrow").write_bytes(content)
        with pytest.raises(TrainingError, match=r"train\.arrow: expected an Arrow file"):
            StoredSentences.from_file(tmp_path / "train.arrow")


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="nowhere"):
        StoredSentences.from_stream(SENTENCES, tmp_path / "nowhere")
