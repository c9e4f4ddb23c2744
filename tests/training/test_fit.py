import shutil
from pathlib import Path

import pytest
import torch

from training.errors import CorpusError, RecipeError, TrainingError
from training.fit import FINISHED, FittedNetwork, fit
from training.recipe import Recipe, read_recipe
from training.sources import load_dev, load_train
from training.trainer import BEST, LAST

DATA = Path("tests/data")
NOWHERE = Path("no-corpora-here")


def short_recipe(**changes: object) -> Recipe:
    recipe = read_recipe(DATA / "recipe.toml", Recipe)
    optimisation = recipe.optimisation.model_copy(update={"max_epochs": 2})
    return recipe.model_copy(update={"optimisation": optimisation, **changes})


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fit") / "run"
    fit(short_recipe(), folder=NOWHERE, run=folder)
    return folder


def test_the_same_seed_gives_the_same_weights(run: Path, tmp_path: Path) -> None:
    first = FittedNetwork.from_run(run).network.state_dict()
    again = fit(short_recipe(), folder=NOWHERE, run=tmp_path / "again").network.state_dict()
    assert all(torch.equal(first[name], again[name]) for name in first)


def test_what_is_kept_are_averaged_weights_and_not_the_last(run: Path, tmp_path: Path) -> None:
    recipe = short_recipe()
    choices = recipe.optimisation.model_copy(update={"average_decay": 0.0})
    fit(recipe.model_copy(update={"optimisation": choices}), folder=NOWHERE, run=tmp_path / "alone")
    head = "network.head.weight"
    alone = torch.load(tmp_path / "alone" / LAST, weights_only=True)["state_dict"][head]
    checkpoint = torch.load(run / LAST, weights_only=True)
    assert torch.equal(checkpoint["current_model_state"][head], alone)
    assert not torch.equal(checkpoint["state_dict"][head], alone)
    best = torch.load(run / BEST, weights_only=True)
    assert torch.equal(FittedNetwork.from_run(run).network.head.weight, best["state_dict"][head])
    assert not torch.equal(best["state_dict"][head], best["current_model_state"][head])


def test_another_seed_gives_other_weights(run: Path, tmp_path: Path) -> None:
    first = FittedNetwork.from_run(run).network.head.weight
    other = fit(short_recipe(seed=7), folder=NOWHERE, run=tmp_path / "other").network.head.weight
    assert not torch.equal(first, other)


def test_a_run_folder_holds_what_reading_it_back_needs(run: Path) -> None:
    fitted = FittedNetwork.from_run(run)
    assert fitted.recipe == short_recipe()
    assert fitted.vocabulary.num_forms == fitted.network.word_encoder.form_embedding.num_embeddings
    assert (run / "csv" / "000" / "metrics.csv").exists()
    assert list((run / "tensorboard").glob("events.*"))


def test_a_run_folder_is_not_overwritten(run: Path) -> None:
    with pytest.raises(TrainingError, match="holds a training already"):
        fit(short_recipe(), folder=NOWHERE, run=run)


def test_another_recipe_does_not_resume_a_run(run: Path) -> None:
    with pytest.raises(TrainingError, match="another recipe"):
        fit(short_recipe(seed=9), folder=NOWHERE, run=run, resume=True)


def test_other_sentences_do_not_resume_a_run(run: Path, tmp_path: Path) -> None:
    copied = Path(shutil.copytree(run, tmp_path / "copied"))
    (copied / FINISHED).unlink()
    (copied / "vocabulary.json").write_text('{"forms":[],"characters":""}', encoding="utf-8")
    with pytest.raises(TrainingError, match="expected the same training sentences"):
        fit(short_recipe(), folder=NOWHERE, run=copied, resume=True)


def test_a_finished_training_resumes_to_itself(run: Path) -> None:
    before = FittedNetwork.from_run(run).network.head.weight
    after = fit(short_recipe(), folder=NOWHERE, run=run, resume=True).network.head.weight
    assert torch.equal(before, after)


def test_a_folder_that_is_no_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match=r"recipe.json: expected a training's run folder"):
        FittedNetwork.from_run(tmp_path)


def test_a_corpus_that_is_not_at_hand_is_named() -> None:
    with pytest.raises(CorpusError, match=r"conll2003"):
        load_train(read_recipe(Path("en.toml"), Recipe), NOWHERE)


def test_a_recipe_without_dev_sentences_is_refused() -> None:
    recipe = short_recipe()
    (share,) = recipe.corpora
    without = recipe.model_copy(update={"corpora": [share.model_copy(update={"dev": None})]})
    with pytest.raises(RecipeError, match="dev: expected a corpus with dev sentences"):
        load_dev(without, NOWHERE)
