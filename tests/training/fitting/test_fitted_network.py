import json
from pathlib import Path

import pytest
import torch

from nomen.model.network.deep_bilstm import DeepBiLSTM
from nomen.model.network.vocabulary import Vocabulary
from nomen.training.errors import TrainingError
from nomen.training.evaluation.scores import SpanCounts
from nomen.training.fitting.fitted_network import FittedNetwork
from nomen.training.recipes.recipe import Recipe, read_recipe

FILES = ("recipe.json", "vocabulary.json", "checkpoints/best.ckpt")


@pytest.fixture
def recipe() -> Recipe:
    return read_recipe(Path("tests/data/recipe.toml"), Recipe)


def write_run(run: Path, recipe: Recipe, vocabulary: Vocabulary, **kept: object) -> DeepBiLSTM:
    """Write a run folder with a network of random weights."""
    torch.manual_seed(0)
    network = DeepBiLSTM.build(recipe.network, vocabulary)
    state = {f"network.{name}": value for name, value in network.state_dict().items()}
    (run / "checkpoints").mkdir(parents=True)
    torch.save({"state_dict": state, **kept}, run / "checkpoints/best.ckpt")
    (run / "recipe.json").write_text(recipe.model_dump_json(), encoding="utf-8")
    (run / "vocabulary.json").write_text(vocabulary.model_dump_json(), encoding="utf-8")
    return network


def test_a_run_folder_is_read_back(
    tmp_path: Path, recipe: Recipe, tiny_vocabulary: Vocabulary
) -> None:
    network = write_run(tmp_path / "run", recipe, tiny_vocabulary, dev_counts=[43, 40, 30])
    found = FittedNetwork.from_run(tmp_path / "run")
    assert (found.recipe, found.vocabulary) == (recipe, tiny_vocabulary)
    assert (found.pretrained_on, found.dev_counts) == ([], SpanCounts(43, 40, 30))
    assert torch.equal(found.network.head.weight, network.head.weight)
    assert not found.network.training


@pytest.mark.parametrize("file", FILES)
def test_a_folder_that_is_no_run_is_refused(
    file: str, tmp_path: Path, recipe: Recipe, tiny_vocabulary: Vocabulary
) -> None:
    write_run(tmp_path / "run", recipe, tiny_vocabulary)
    (tmp_path / "run" / file).unlink()
    with pytest.raises(TrainingError, match=f"{file}: expected a training's run folder"):
        FittedNetwork.from_run(tmp_path / "run")


def test_a_recipe_of_an_earlier_version_is_refused_in_one_line(
    tmp_path: Path, recipe: Recipe, tiny_vocabulary: Vocabulary
) -> None:
    write_run(tmp_path, recipe, tiny_vocabulary)
    old = json.loads(recipe.model_dump_json()) | {"distillation": {"seeds": [1], "trust": 0.3}}
    (tmp_path / "recipe.json").write_text(json.dumps(old), encoding="utf-8")
    with pytest.raises(TrainingError, match=r"^[^\n]*recipe\.json: distillation\.trust[^\n]*$"):
        FittedNetwork.from_run(tmp_path)
