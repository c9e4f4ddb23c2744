import logging
from pathlib import Path

import pytest
import torch

pytest.importorskip("flair", reason="needs Flair, in an environment of its own")

from nomen.training.errors import TrainingError
from nomen.training.evaluation.predictor import Predictor, ProbabilisticPredictor
from nomen.training.experiments.baselines import flair as flair_baseline
from nomen.training.experiments.baselines.flair import FlairPredictor, characters
from nomen.training.experiments.baselines.measuring import measure
from tests.training.experiments.baselines.small import SENTENCES, VECTORS

# Flair's trainer asks for a scaler of gradients by its old name.
pytestmark = pytest.mark.filterwarnings(
    "ignore:`torch.cuda.amp.GradScaler.args....` is deprecated:FutureWarning"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("flair") / "run"
    flair_baseline.train(SENTENCES * 8, SENTENCES, folder, vectors=VECTORS, max_steps=60, seed=1)
    return folder


def test_characters_are_those_of_the_sentences() -> None:
    found = characters(SENTENCES[:1]).get_items()
    assert set(found) == {"<unk>", *"".join(SENTENCES[0].tokens)}


@pytest.mark.slow
def test_it_learns_its_training_sentences(folder: Path) -> None:
    baseline: Predictor = FlairPredictor(folder)
    assert not isinstance(baseline, ProbabilisticPredictor)
    assert measure(baseline, SENTENCES).f1 > 0.8


@pytest.mark.slow
def test_gold_tokens_stay_and_sentences_may_be_empty(folder: Path) -> None:
    tokens = ("Nwachukwu", "can't", "U.S./x", "a b", "\u200b")
    assert FlairPredictor(folder).predict([(), tokens, ()])[::2] == [[], []]


@pytest.mark.slow
def test_the_word_vectors_stay_as_they_are(folder: Path) -> None:
    state = torch.load(folder / "best-model.pt", weights_only=False)["state_dict"]
    table = state["embeddings.list_embedding_0.embedding.weight"]
    assert torch.equal(table[:-1], VECTORS.vectors)


@pytest.mark.slow
def test_a_trained_model_is_not_written_over(folder: Path) -> None:
    with pytest.raises(TrainingError, match=r"best-model\.pt: holds a model already"):
        flair_baseline.train(SENTENCES, SENTENCES, folder, vectors=VECTORS)


@pytest.mark.slow
def test_each_epoch_is_logged_and_a_model_without_a_name_is_kept(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.INFO):
        flair_baseline.train(SENTENCES, SENTENCES[2:3], tmp_path, vectors=VECTORS, max_steps=1)
    assert any(record.getMessage().startswith("EPOCH 1 done") for record in caplog.records)
    assert capsys.readouterr() == ("", "")
    assert (tmp_path / "best-model.pt").exists()
