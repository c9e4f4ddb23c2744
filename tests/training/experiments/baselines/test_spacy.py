import logging
from pathlib import Path

import pytest

pytest.importorskip("spacy", reason="needs the extra `bench`")

from spacy.tokens import DocBin
from spacy.vocab import Vocab

from nomen.training.data.labels import LabelledSentence
from nomen.training.data.readers import read_sentences
from nomen.training.errors import TrainingError
from nomen.training.evaluation.predictor import Predictor
from nomen.training.experiments.baselines import spacy as spacy_baseline
from nomen.training.experiments.baselines.measuring import measure
from nomen.training.experiments.baselines.spacy import SpacyPredictor, write_sentences

SENTENCES = read_sentences(Path("tests/data/train.conll"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("spacy") / "run"
    spacy_baseline.train(SENTENCES, SENTENCES[:20], folder, max_steps=201, seed=1)
    return folder


def test_tokens_and_names_are_written_as_they_are(tmp_path: Path) -> None:
    sentence = LabelledSentence(("O'Neil", "-", "Li", "can't", "."), ((0, 3),))
    write_sentences([sentence], tmp_path / "train.spacy")
    (doc,) = DocBin().from_disk(tmp_path / "train.spacy").get_docs(Vocab())
    assert tuple(token.text for token in doc) == sentence.tokens
    assert [(ent.start, ent.end) for ent in doc.ents] == [(0, 3)]
    assert doc.has_unknown_spaces


@pytest.mark.slow
def test_it_learns_its_training_sentences(folder: Path) -> None:
    baseline: Predictor = SpacyPredictor(folder)
    assert measure(baseline, SENTENCES).f1 > 0.8


@pytest.mark.slow
def test_gold_tokens_stay_and_sentences_may_be_empty(folder: Path) -> None:
    assert SpacyPredictor(folder).predict([(), ("can't", "U.S./x"), ()])[::2] == [[], []]


@pytest.mark.slow
def test_the_config_is_kept(folder: Path) -> None:
    text = (folder / "config.cfg").read_text(encoding="utf-8")
    assert "patience = 1600" in text
    assert "spacy.MultiHashEmbed.v2" in text


@pytest.mark.slow
def test_a_trained_model_is_not_written_over(folder: Path) -> None:
    with pytest.raises(TrainingError, match="model-best: holds a model already"):
        spacy_baseline.train(SENTENCES, SENTENCES, folder)


@pytest.mark.slow
def test_each_evaluation_is_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="nomen.train"):
        spacy_baseline.train(SENTENCES, SENTENCES[:20], tmp_path, max_steps=1)
    assert any(record.getMessage().lstrip().startswith("0") for record in caplog.records)
