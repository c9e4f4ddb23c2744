import json
import logging
from pathlib import Path

import pytest
import torch

pytest.importorskip("stanza", reason="needs Stanza, in an environment of its own")

from stanza.models.common.pretrain import Pretrain

from nomen.training.data.labels import LabelledSentence
from nomen.training.errors import TrainingError
from nomen.training.evaluation.predictor import Predictor, ProbabilisticPredictor
from nomen.training.experiments.baselines import stanza as stanza_baseline
from nomen.training.experiments.baselines.measuring import measure
from nomen.training.experiments.baselines.stanza import (
    StanzaPredictor,
    write_sentences,
    write_vectors,
)
from tests.training.experiments.baselines.small import FORMS, SENTENCES, VECTORS


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("stanza") / "run"
    stanza_baseline.train(SENTENCES, SENTENCES[:10], folder, vectors=VECTORS, max_steps=200, seed=1)
    return folder


def test_tokens_and_names_are_written_with_digits_as_zeros(tmp_path: Path) -> None:
    sentence = LabelledSentence(("O'Neil", "Li", "in", "1986"), ((0, 2),))
    write_sentences([sentence], tmp_path / "train.json")
    (found,) = json.loads((tmp_path / "train.json").read_text(encoding="utf-8"))
    assert [token["text"] for token in found] == ["O'Neil", "Li", "in", "0000"]
    assert [token["ner"] for token in found] == ["B-PERSON", "I-PERSON", "O", "O"]


def test_stanza_reads_the_vectors(tmp_path: Path) -> None:
    write_vectors(VECTORS, tmp_path / "vectors.pt")
    found = Pretrain(str(tmp_path / "vectors.pt"))
    assert torch.equal(found.emb[found.vocab.unit2id(FORMS[3])], VECTORS.vectors[3])
    assert torch.equal(found.emb[found.vocab.unit2id("nowhere")], VECTORS.unknown)


@pytest.mark.slow
def test_it_learns_its_training_sentences(folder: Path) -> None:
    baseline: Predictor = StanzaPredictor(folder)
    assert not isinstance(baseline, ProbabilisticPredictor)
    assert measure(baseline, SENTENCES).f1 > 0.8


@pytest.mark.slow
def test_gold_tokens_stay_and_sentences_may_be_empty(folder: Path) -> None:
    baseline = StanzaPredictor(folder)
    assert baseline.predict([(), ("can't", "U.S./x", "a b"), ()])[::2] == [[], []]
    assert baseline.predict([]) == []


@pytest.mark.slow
def test_neighbours_do_not_change_a_sentences_names(folder: Path) -> None:
    baseline = StanzaPredictor(folder)
    texts = [sentence.tokens for sentence in SENTENCES]
    assert baseline.predict(texts) == [baseline.predict([tokens])[0] for tokens in texts]


@pytest.mark.slow
def test_a_trained_model_is_not_written_over(folder: Path) -> None:
    with pytest.raises(TrainingError, match=r"model\.pt: holds a model already"):
        stanza_baseline.train(SENTENCES, SENTENCES, folder, vectors=VECTORS)


@pytest.mark.slow
def test_steps_are_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        stanza_baseline.train(SENTENCES, SENTENCES, tmp_path, vectors=VECTORS, max_steps=20)
    assert any("step 20/20, loss" in record.getMessage() for record in caplog.records)
    assert all(record.levelno >= logging.INFO for record in caplog.records)
