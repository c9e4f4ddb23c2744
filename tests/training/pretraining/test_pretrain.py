import shutil
from pathlib import Path

import numpy as np
import pytest
import torch

from nomen.model.network.deep_bilstm import DeepBiLSTM
from nomen.training.errors import RecipeError, TrainingError
from nomen.training.fitting.fit import FittedNetwork, fit
from nomen.training.pretraining.pretrain import pretrain
from nomen.training.pretraining.pretrained import PRETRAINED_FILE, Pretrained
from nomen.training.recipes.pretraining import Pretraining, Vectors
from nomen.training.recipes.recipe import Recipe, read_recipe

DATA = Path("tests/data")
NOWHERE = Path("nowhere")
CHOICES = Pretraining(
    vectors=Vectors(epochs=1),
    min_count=1,
    held_out_sentences=40,
    epochs=3,
    segment_batches=10,
    batch_tokens=256,
    learning_rate=2e-2,
    cutoffs=[30, 120],
)


def recipe(choices: Pretraining | None = CHOICES) -> Recipe:
    found = read_recipe(DATA / "recipe.toml", Recipe)
    return found.model_copy(update={"pretraining": choices})


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pretraining") / "run"
    pretrain(recipe(), corpora=NOWHERE, texts=NOWHERE, run=folder)
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
        pretrain(recipe(), corpora=NOWHERE, texts=NOWHERE, run=run)


def test_another_recipe_does_not_resume_a_run(run: Path) -> None:
    other = recipe(CHOICES.model_copy(update={"epochs": 1.0}))
    with pytest.raises(TrainingError, match="another recipe"):
        pretrain(other, corpora=NOWHERE, texts=NOWHERE, run=run, resume=True)


def test_a_finished_pretraining_resumes_to_itself(run: Path) -> None:
    before = (run / PRETRAINED_FILE).read_bytes()
    pretrain(recipe(), corpora=NOWHERE, texts=NOWHERE, run=run, resume=True)
    assert (run / PRETRAINED_FILE).read_bytes() == before


def test_vectors_of_a_killed_run_are_not_learned_again(run: Path, tmp_path: Path) -> None:
    (tmp_path / "killed").mkdir()
    shutil.copy(run / "pretraining.json", tmp_path / "killed")
    vectors = np.load(run / "vectors.npy")
    np.save(tmp_path / "killed" / "vectors.npy", np.full_like(vectors, 7.0))
    found = pretrain(recipe(), corpora=NOWHERE, texts=NOWHERE, run=tmp_path / "killed")
    assert found.weights["word_encoder.form_embedding.weight"].mean() > 6


def test_vectors_may_be_left_out(tmp_path: Path) -> None:
    choices = CHOICES.model_copy(update={"vectors": Vectors(epochs=0), "epochs": 0.5})
    pretrain(recipe(choices), corpora=NOWHERE, texts=NOWHERE, run=tmp_path)
    assert not (tmp_path / "vectors.npy").exists()


@pytest.mark.parametrize(
    ("choices", "message"),
    [
        (None, "pretraining: expected that table in the recipe"),
        (CHOICES.model_copy(update={"texts": ["bbc_news"]}), "bbc_news closed"),
        (CHOICES.model_copy(update={"held_out_sentences": 9999}), "expected fewer than"),
    ],
)
def test_a_recipe_that_cannot_be_pretrained_is_refused(
    choices: Pretraining | None, message: str, tmp_path: Path
) -> None:
    with pytest.raises(RecipeError, match=message):
        pretrain(recipe(choices), corpora=NOWHERE, texts=NOWHERE, run=tmp_path)


def test_another_cell_is_refused(tmp_path: Path) -> None:
    found = recipe()
    network = found.network.model_copy(update={"cell": "gru"})
    with pytest.raises(RecipeError, match="expected a bidirectional lstm"):
        pretrain(
            found.model_copy(update={"network": network}),
            corpora=NOWHERE,
            texts=NOWHERE,
            run=tmp_path,
        )


def test_a_fit_begins_with_what_was_pretrained(run: Path, tmp_path: Path) -> None:
    found = recipe()
    frozen = found.optimisation.model_copy(
        update={"max_epochs": 1, "embedding_rate": 0.0, "average_decay": 0.0}
    )
    begun = found.model_copy(update={"pretrained": run, "optimisation": frozen})
    fitted = fit(begun, folder=NOWHERE, run=tmp_path / "fit")
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
        fit(other, folder=NOWHERE, run=tmp_path)


def test_a_network_takes_all_but_its_head(run: Path) -> None:
    pretrained = Pretrained.from_file(run)
    torch.manual_seed(0)
    network = DeepBiLSTM.build(recipe().network, pretrained.facts.vocabulary)
    head = network.head.weight.detach().clone()
    pretrained.initialise(network)
    state = network.state_dict()
    assert torch.equal(network.head.weight, head)
    taken = [name for name in state if not name.startswith("head.")]
    assert all(torch.equal(state[name], pretrained.weights[name]) for name in taken)
