from pathlib import Path

import numpy as np
import pytest

from nomen.training.errors import TrainingError
from nomen.training.fitting.soft_labels import RAW, SoftLabelSet, with_likeliest_names
from tests.training.sentences import SENTENCES

LABELS = ("O", "B", "I", "E", "S")
NUM_TOKENS = 15
RAW_SENTENCES = [["Ron", "Weasley", "left"], ["\nall", "quiet"]]


def certain(*labels: int) -> np.ndarray:
    return np.eye(len(LABELS), dtype=np.float16)[list(labels)]


def label_set() -> SoftLabelSet:
    return SoftLabelSet(
        labelled=np.full((NUM_TOKENS, len(LABELS)), 0.2, dtype=np.float16),
        raw=RAW_SENTENCES,
        raw_soft_labels=certain(1, 3, 0, 0, 0),
    )


def test_soft_labels_are_read_as_they_were_written(tmp_path: Path) -> None:
    label_set().write(tmp_path)
    found = SoftLabelSet.read(tmp_path)
    assert found.raw == RAW_SENTENCES
    assert np.array_equal(found.labelled, label_set().labelled)
    assert np.array_equal(found.raw_soft_labels, label_set().raw_soft_labels)


def test_raw_sentences_are_one_more_corpus() -> None:
    found = label_set().add_to({"own": SENTENCES}, labels=LABELS, weight=0.5)
    assert list(found) == ["own", RAW]
    assert [s.names for s in found[RAW]] == [((0, 2),), ()]


def test_the_weight_mixes_soft_and_gold_labels() -> None:
    first = label_set().add_to({"own": SENTENCES}, labels=LABELS, weight=0.5)["own"][0]
    assert first.names == SENTENCES[0].names
    assert first.soft_labels is not None
    assert first.soft_labels[0].tolist() == pytest.approx([0.1, 0.6, 0.1, 0.1, 0.1], abs=1e-3)


def test_other_sentences_than_the_teachers_read_are_refused() -> None:
    with pytest.raises(TrainingError, match="the same training sentences"):
        label_set().add_to({"own": SENTENCES[:2]}, labels=LABELS, weight=0.5)


def test_damaged_soft_labels_are_named(tmp_path: Path) -> None:
    (tmp_path / "sentences.jsonl").write_text("", encoding="utf-8")
    with pytest.raises(TrainingError, match="expected the soft labels of teachers"):
        SoftLabelSet.read(tmp_path)


def test_doubt_is_no_name() -> None:
    soft_labels = np.array([[0.6, 0, 0, 0, 0.4], [0.4, 0, 0, 0, 0.6]], dtype=np.float16)
    assert with_likeliest_names(["Grace", "Ron"], soft_labels, LABELS).names == ((1, 2),)


def test_the_name_head_has_no_beginnings() -> None:
    soft_labels = np.array([[0.9], [0.9], [0.1]], dtype=np.float16)
    assert with_likeliest_names(["Ron", "Weasley", "left"], soft_labels, ("name",)).names == (
        (0, 2),
    )
