import logging
from pathlib import Path

import pytest

pytest.importorskip("sklearn_crfsuite", reason="needs the extra `bench`")

from nomen.training.data.readers import read_sentences
from nomen.training.errors import TrainingError
from nomen.training.evaluation.predictor import Predictor, ProbabilisticPredictor
from nomen.training.experiments.baselines import crf as crf_baseline
from nomen.training.experiments.baselines.crf import CrfPredictor
from nomen.training.experiments.baselines.measuring import measure

SENTENCES = read_sentences(Path("tests/data/train.conll"))
TEXTS = [sentence.tokens for sentence in SENTENCES]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("crf") / "run"
    crf_baseline.train(SENTENCES, folder)
    return folder


def test_it_learns_its_training_sentences(folder: Path) -> None:
    baseline: Predictor = CrfPredictor(folder)
    assert measure(baseline, SENTENCES).f1 > 0.95


def test_probabilities_are_of_names(folder: Path) -> None:
    baseline: ProbabilisticPredictor = CrfPredictor(folder)
    figures = measure(baseline, SENTENCES)
    assert figures.average_precision > 0.95
    assert figures.brier < 0.05


def test_each_token_has_a_probability(folder: Path) -> None:
    answers = CrfPredictor(folder).predict_probabilities([*TEXTS[:2], ()])
    assert [len(found) for found in answers.probabilities] == [len(TEXTS[0]), len(TEXTS[1]), 0]
    assert all(((found >= 0) & (found <= 1)).all() for found in answers.probabilities)
    assert answers.names == CrfPredictor(folder).predict([*TEXTS[:2], ()])


def test_there_are_no_presets(folder: Path) -> None:
    assert CrfPredictor(folder).presets == {}
    assert CrfPredictor(folder).predict_at_presets(TEXTS) == {}


def test_each_iteration_is_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        crf_baseline.train(SENTENCES[:20], tmp_path, max_iterations=3)
    assert sum(record.getMessage().startswith("Iter") for record in caplog.records) == 3


def test_a_trained_model_is_not_written_over(folder: Path) -> None:
    with pytest.raises(TrainingError, match=r"model\.crfsuite: holds a model already"):
        crf_baseline.train(SENTENCES, folder)
