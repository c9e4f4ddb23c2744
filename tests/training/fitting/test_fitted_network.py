import json
from pathlib import Path

import pytest
import torch

from nomen.model.network.deep_bilstm import DeepBiLSTM
from nomen.model.network.vocabulary import Vocabulary
from nomen.training.errors import NothingLearnedError, TrainingError
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


def fitted(recipe: Recipe, vocabulary: Vocabulary, counts: SpanCounts | None) -> FittedNetwork:
    return FittedNetwork(
        recipe=recipe,
        vocabulary=vocabulary,
        network=DeepBiLSTM.build(recipe.network, vocabulary),
        pretrained_on=[],
        dev_counts=counts,
    )


@pytest.mark.parametrize(
    "counts",
    [
        SpanCounts(590, 600, 40),
        SpanCounts(100, 100, 5),
        SpanCounts(9, 12, 5),
        SpanCounts(3, 3, 2),
        SpanCounts(1, 1, 1),
        None,
    ],
)
def test_a_network_that_finds_names_is_accepted(
    counts: SpanCounts | None, recipe: Recipe, tiny_vocabulary: Vocabulary
) -> None:
    fitted(recipe, tiny_vocabulary, counts).check_learned()


@pytest.mark.parametrize(
    "counts",
    [
        SpanCounts(590, 0, 0),
        SpanCounts(25, 3, 1),
        SpanCounts(43, 10, 4),
        SpanCounts(590, 900, 30),
        SpanCounts(4, 9, 1),
        SpanCounts(0, 0, 0),
    ],
)
def test_a_network_that_finds_names_by_chance_is_refused(
    counts: SpanCounts, recipe: Recipe, tiny_vocabulary: Vocabulary
) -> None:
    message = f"finds {counts.num_correct} of the {counts.num_gold} names of its own dev sentences"
    with pytest.raises(NothingLearnedError, match=message):
        fitted(recipe, tiny_vocabulary, counts).check_learned()
