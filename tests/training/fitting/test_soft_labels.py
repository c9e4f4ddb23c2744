import hashlib
from pathlib import Path

import numpy as np
import pytest

from nomen.training.data.raw_texts import RawText
from nomen.training.errors import TrainingError
from nomen.training.fitting.soft_labels import RAW, Lessons, believed, draw_sentences
from tests.conftest import SENTENCES

LABELS = ("O", "B", "I", "E", "S")
NUM_TOKENS = 15
RAW_SENTENCES = [["Ron", "Weasley", "left"], ["all", "quiet"]]


def certain(*labels: int) -> np.ndarray:
    return np.eye(len(LABELS), dtype=np.float16)[list(labels)]


def lessons() -> Lessons:
    return Lessons(
        labelled=np.full((NUM_TOKENS, len(LABELS)), 0.2, dtype=np.float16),
        raw=RAW_SENTENCES,
        raw_beliefs=certain(1, 3, 0, 0, 0),
    )


def test_lessons_are_read_as_they_were_written(tmp_path: Path) -> None:
    lessons().write(tmp_path)
    found = Lessons.read(tmp_path)
    assert found.raw == RAW_SENTENCES
    assert np.array_equal(found.labelled, lessons().labelled)
    assert np.array_equal(found.raw_beliefs, lessons().raw_beliefs)


def test_raw_sentences_are_one_more_corpus() -> None:
    taught = lessons().teach({"own": SENTENCES}, labels=LABELS, trust=0.5)
    assert list(taught) == ["own", RAW]
    assert [s.names for s in taught[RAW]] == [((0, 2),), ()]


def test_trust_mixes_teachers_and_labels() -> None:
    first = lessons().teach({"own": SENTENCES}, labels=LABELS, trust=0.5)["own"][0]
    assert first.names == SENTENCES[0].names
    assert first.soft_labels is not None
    assert first.soft_labels[0].tolist() == pytest.approx([0.1, 0.6, 0.1, 0.1, 0.1], abs=1e-3)


def test_other_sentences_than_the_teachers_read_are_refused() -> None:
    with pytest.raises(TrainingError, match="the same training sentences"):
        lessons().teach({"own": SENTENCES[:2]}, labels=LABELS, trust=0.5)


def test_damaged_lessons_are_named(tmp_path: Path) -> None:
    (tmp_path / "sentences.txt").write_text("", encoding="utf-8")
    with pytest.raises(TrainingError, match="expected the lessons"):
        Lessons.read(tmp_path)


def test_doubt_is_no_name() -> None:
    beliefs = np.array([[0.6, 0, 0, 0, 0.4], [0.4, 0, 0, 0, 0.6]], dtype=np.float16)
    assert believed(["Grace", "Ron"], beliefs, LABELS).names == ((1, 2),)


def test_the_name_head_has_no_beginnings() -> None:
    beliefs = np.array([[0.9], [0.9], [0.1]], dtype=np.float16)
    assert believed(["Ron", "Weasley", "left"], beliefs, ("name",)).names == ((0, 2),)


@pytest.fixture
def text(tmp_path: Path) -> RawText:
    content = "Too short. Nobody at all was here today. " + "".join(
        f"Sentence number {i} has seven tokens. " for i in range(20)
    )
    (tmp_path / "own.txt").write_text(f"{content}\n{content}\n", encoding="utf-8")
    return RawText(
        name="own",
        licence_class="open",
        licence="own",
        repository="a/b",
        commit="0" * 10,
        description="",
        sha256=hashlib.sha256((tmp_path / "own.txt").read_bytes()).hexdigest(),
    )


def test_sentences_are_drawn_once_each_until_there_are_enough(
    tmp_path: Path, text: RawText
) -> None:
    found = draw_sentences(text, tmp_path, num_tokens=30, seed=1)
    assert 30 <= sum(map(len, found)) < 30 + 8
    assert len(set(map(tuple, found))) == len(found)
    assert found == draw_sentences(text, tmp_path, num_tokens=30, seed=1)
    assert found != draw_sentences(text, tmp_path, num_tokens=30, seed=2)


def test_a_text_with_too_little_gives_all_it_has(tmp_path: Path, text: RawText) -> None:
    assert len(draw_sentences(text, tmp_path, num_tokens=10_000, seed=1)) == 21
