"""Tests of `training/pretraining/pretrain.py` and of `training/pretraining/trainer.py`."""

import shutil
from pathlib import Path

import numpy as np
import pytest
import torch

from nomen.model.network.deep_bilstm import DeepBiLSTM
from nomen.training.errors import RecipeError, TrainingError
from nomen.training.fitting.fit import fit
from nomen.training.fitting.fitted_network import FittedNetwork
from nomen.training.pretraining.pretrain import pretrain
from nomen.training.pretraining.pretrained import PRETRAINED_FILE, Pretrained
from nomen.training.recipes.pretraining import Pretraining, Vectors
from nomen.training.recipes.recipe import Recipe, read_recipe
from tests.training.run_at import run_at

DATA = Path("tests/data")
CONFIG = Pretraining(
    vectors=Vectors(epochs=1),
    min_count=1,
    held_out_sentences=40,
    epochs=3,
    segment_batches=10,
    batch_tokens=256,
    learning_rate=2e-2,
    cutoffs=[30, 120],
)


def recipe(config: Pretraining | None = CONFIG) -> Recipe:
    found = read_recipe(DATA / "recipe.toml", Recipe)
    return found.model_copy(update={"pretraining": config})


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pretraining") / "run"
    pretrain(recipe(), run_at(folder))
    return folder


def test_a_pretraining_learns(run: Path) -> None:
    facts = Pretrained.from_file(run).facts
    assert set(facts.perplexities) == {"rightward", "leftward"}
    assert max(facts.perplexities.values()) < len(facts.vocabulary.forms) / 2


def test_the_file_tells_where_it_comes_from(run: Path) -> None:
    facts = Pretrained.from_file(run / PRETRAINED_FILE).facts
    assert facts.licence_classes == ["own"]
    assert [source.licence for source in facts.sources] == ["Apache-2.0"]
    assert len(facts.form_counts) == len(facts.vocabulary.forms)


def test_a_run_folder_is_not_overwritten(run: Path) -> None:
    with pytest.raises(TrainingError, match="holds a training already"):
        pretrain(recipe(), run_at(run))


def test_another_recipe_does_not_resume_a_run(run: Path) -> None:
    other = recipe(CONFIG.model_copy(update={"epochs": 1.0}))
    with pytest.raises(TrainingError, match="another recipe"):
        pretrain(other, run_at(run, resume=True))


def test_a_finished_pretraining_resumes_to_itself(run: Path) -> None:
    before = (run / PRETRAINED_FILE).read_bytes()
    pretrain(recipe(), run_at(run, resume=True))
    assert (run / PRETRAINED_FILE).read_bytes() == before


def test_vectors_of_a_killed_run_are_not_learned_again(run: Path, tmp_path: Path) -> None:
    (tmp_path / "killed").mkdir()
    shutil.copy(run / "pretraining.json", tmp_path / "killed")
    vectors = np.load(run / "vectors.npy")
    np.save(tmp_path / "killed" / "vectors.npy", np.full_like(vectors, 7.0))
    found = pretrain(recipe(), run_at(tmp_path / "killed"))
    assert found.weights["word_encoder.form_embedding.weight"].mean() > 6


def test_vectors_of_other_sentences_are_learned_again(run: Path, tmp_path: Path) -> None:
    killed = tmp_path / "killed"
    killed.mkdir()
    shutil.copy(run / "pretraining.json", killed)
    (killed / "sentences.sha256").write_text("of other sentences", encoding="utf-8")
    np.save(killed / "vectors.npy", np.full_like(np.load(run / "vectors.npy"), 7.0))
    pretrain(recipe(), run_at(killed))
    assert np.array_equal(np.load(killed / "vectors.npy"), np.load(run / "vectors.npy"))


def own_recipe(folder: Path, *, is_changed: bool = False) -> Recipe:
    """Give the recipe on a copy of its training file, one token of it changed if wanted."""
    text = (DATA / "train.conll").read_text(encoding="utf-8")
    changed = text.replace("clinic", "office", 1) if is_changed else text
    (folder / "train.conll").write_text(changed, encoding="utf-8")
    found = recipe(CONFIG.model_copy(update={"epochs": 0.5}))
    (share,) = found.corpora
    own = share.model_copy(update={"train": folder / "train.conll"})
    return found.model_copy(update={"corpora": [own]})


def test_other_sentences_do_not_resume_a_pretraining(tmp_path: Path) -> None:
    run = tmp_path / "run"
    pretrain(own_recipe(tmp_path), run_at(run))
    with pytest.raises(TrainingError, match=r"sentences\.sha256: expected the same sentences"):
        pretrain(own_recipe(tmp_path, is_changed=True), run_at(run, resume=True))
    pretrain(own_recipe(tmp_path), run_at(run, resume=True))


def test_vectors_may_be_left_out(tmp_path: Path) -> None:
    config = CONFIG.model_copy(update={"vectors": Vectors(epochs=0), "epochs": 0.5})
    pretrain(recipe(config), run_at(tmp_path))
    assert not (tmp_path / "vectors.npy").exists()


@pytest.mark.parametrize(
    ("config", "message"),
    [
        (None, "pretraining: expected that table in the recipe"),
        (CONFIG.model_copy(update={"texts": ["bbc_news"]}), "bbc_news closed"),
        (CONFIG.model_copy(update={"held_out_sentences": 9999}), "expected fewer than"),
    ],
)
def test_a_recipe_that_cannot_be_pretrained_is_refused(
    config: Pretraining | None, message: str, tmp_path: Path
) -> None:
    with pytest.raises(RecipeError, match=message):
        pretrain(recipe(config), run_at(tmp_path))


def test_another_cell_is_refused(tmp_path: Path) -> None:
    found = recipe()
    network = found.network.model_copy(update={"cell": "gru"})
    with pytest.raises(RecipeError, match="expected a bidirectional lstm"):
        pretrain(found.model_copy(update={"network": network}), run_at(tmp_path))


def test_a_fit_begins_with_what_was_pretrained(run: Path, tmp_path: Path) -> None:
    found = recipe()
    frozen = found.optimisation.model_copy(
        update={"max_epochs": 1, "embedding_rate": 0.0, "average_decay": 0.0}
    )
    begun = found.model_copy(update={"pretrained": run, "optimisation": frozen})
    fitted = fit(begun, run_at(tmp_path / "fit"))
    pretrained = Pretrained.from_file(run)
    assert fitted.vocabulary == pretrained.facts.vocabulary
    assert fitted.pretrained_on == pretrained.facts.sources
    name = "word_encoder.form_embedding.weight"
    assert torch.equal(fitted.network.state_dict()[name], pretrained.weights[name])
    again = FittedNetwork.from_run(tmp_path / "fit")
    assert again.pretrained_on == fitted.pretrained_on


def test_a_fit_of_other_sizes_is_refused(run: Path, tmp_path: Path) -> None:
    found = recipe()
    network = found.network.model_copy(update={"hidden_size": 25})
    other = found.model_copy(update={"pretrained": run, "network": network})
    with pytest.raises(RecipeError, match=r"network.hidden_size: expected 24 as in `pretrained`"):
        fit(other, run_at(tmp_path))


def test_a_network_takes_all_but_its_head(run: Path) -> None:
    pretrained = Pretrained.from_file(run)
    torch.manual_seed(0)
    network = DeepBiLSTM.build(recipe().network, pretrained.facts.vocabulary)
    head = network.head.weight.detach().clone()
    network.load_state_dict(pretrained.encoder_weights(), strict=False)
    state = network.state_dict()
    assert torch.equal(network.head.weight, head)
    taken = [name for name in state if not name.startswith("head.")]
    assert all(torch.equal(state[name], pretrained.weights[name]) for name in taken)
