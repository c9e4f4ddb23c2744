from pathlib import Path

import numpy as np
import pytest

from nomen.training.data.labels import LabelledSentence
from nomen.training.errors import TrainingError
from nomen.training.fitting.soft_labels import (
    RAW,
    SoftLabelSet,
    with_likeliest_names,
    write_soft_labels,
)
from tests.training.sentences import SENTENCES

LABELS = ("O", "B", "I", "E", "S")
RAW_SENTENCES = [["Ron", "Weasley", "left"], ["\nall", "quiet"]]


def certain(*labels: int) -> np.ndarray:
    return np.eye(len(LABELS), dtype=np.float16)[list(labels)]


@pytest.fixture
def label_set(tmp_path: Path) -> SoftLabelSet:
    labelled = [np.full((len(s.tokens), len(LABELS)), 0.2, dtype=np.float16) for s in SENTENCES]
    raw = zip(RAW_SENTENCES, [certain(1, 3, 0), certain(0, 0)], strict=True)
    write_soft_labels(tmp_path / "new", labelled=labelled, raw=raw, num_labels=len(LABELS))
    return SoftLabelSet.read(tmp_path / "new")


def read(
    label_set: SoftLabelSet, train: dict[str, list[LabelledSentence]], *, weight: float = 0.5
) -> dict[str, list[LabelledSentence]]:
    sources = label_set.sources(train, labels=LABELS, weight=weight)
    return {name: list(source.sentences()) for name, source in sources.items()}


def test_soft_labels_are_read_as_they_were_written(label_set: SoftLabelSet) -> None:
    assert list(label_set.raw_sentences()) == RAW_SENTENCES
    found = read(label_set, {"own": SENTENCES}, weight=1.0)
    assert np.load(label_set.rows.path)[:15].tolist() == np.full((15, 5), 0.2, "f2").tolist()
    assert [s.soft_labels.tolist() for s in found[RAW] if s.soft_labels is not None] == [
        certain(1, 3, 0).tolist(),
        certain(0, 0).tolist(),
    ]


def test_the_files_hold_no_text_of_labelled_sentences(label_set: SoftLabelSet) -> None:
    content = b"".join(path.read_bytes() for path in label_set.raw.parent.iterdir())
    assert b"Weasley" in content
    assert not any(t.encode() in content for t in ("Granger", "Hermione", "Grace"))


def test_raw_sentences_are_one_more_corpus(label_set: SoftLabelSet) -> None:
    found = read(label_set, {"own": SENTENCES})
    assert list(found) == ["own", RAW]
    assert [s.names for s in found[RAW]] == [((0, 2),), ()]


def test_the_weight_mixes_soft_and_gold_labels(label_set: SoftLabelSet) -> None:
    first = read(label_set, {"own": SENTENCES})["own"][0]
    assert first.names == SENTENCES[0].names
    assert first.soft_labels is not None
    assert first.soft_labels[0].tolist() == pytest.approx([0.1, 0.6, 0.1, 0.1, 0.1], abs=1e-3)


def test_each_corpus_has_its_own_rows(tmp_path: Path) -> None:
    labelled = [certain(*[i] * len(s.tokens)) for i, s in enumerate(SENTENCES)]
    write_soft_labels(tmp_path, labelled=labelled, raw=[], num_labels=len(LABELS))
    train = {"one": SENTENCES[:1], "none": [], "two": SENTENCES[1:]}
    found = read(SoftLabelSet.read(tmp_path), train, weight=1.0)
    rows = [s.soft_labels[-1] for s in found["two"] if s.soft_labels is not None]
    assert [int(row.argmax()) for row in rows] == [1, 2]
    assert found[RAW] == []


def test_other_sentences_than_the_teachers_read_are_refused(label_set: SoftLabelSet) -> None:
    with pytest.raises(TrainingError, match="the same training sentences"):
        label_set.sources({"own": SENTENCES[:2]}, labels=LABELS, weight=0.5)


def test_damaged_soft_labels_are_named(label_set: SoftLabelSet) -> None:
    path = label_set.rows.path
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(TrainingError, match="expected the soft labels of teachers"):
        SoftLabelSet.read(path.parent)


def test_doubt_is_no_name() -> None:
    soft_labels = np.array([[0.6, 0, 0, 0, 0.4], [0.4, 0, 0, 0, 0.6]], dtype=np.float16)
    assert with_likeliest_names(["Grace", "Ron"], soft_labels, LABELS).names == ((1, 2),)


def test_the_name_head_has_no_beginnings() -> None:
    soft_labels = np.array([[0.9], [0.9], [0.1]], dtype=np.float16)
    assert with_likeliest_names(["Ron", "Weasley", "left"], soft_labels, ("name",)).names == (
        (0, 2),
    )
