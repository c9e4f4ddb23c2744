"""A comparison end to end on a corpus of a few sentences."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from nomen.training.errors import RecipeError
from nomen.training.experiments.cells import compare
from nomen.training.experiments.cells_recipe import CompareRecipe
from nomen.training.experiments.cells_results import VariantResult
from nomen.training.recipes.recipe import read_recipe

SENTENCES = (
    "Harry\tB-PER\nPotter\tI-PER\nsaid\tO\nso\tO\n.\tO\n\n"
    "Then\tO\nRon\tB-PER\nleft\tO\n.\tO\n\n"
    "It\tO\nrained\tO\nin\tO\nLondon\tO\n,\tO\ntold\tO\nHarry\tB-PER\n.\tO\n\n"
)
RECIPE = """
name = "tiny"
corpora = [{ name = "tales", train = "tales.conll", dev = "tales.conll" }]
cells = ["rnn", "gru"]
directions = [1, 2]
layers = [1]
num_tokens = 100

[network]
hidden_size = 4
embedding_dim = 2
character_dim = 2
character_filters = 2

[vocabulary]
min_count = 1

[optimisation]
batch_tokens = 16

[gradients]
text_tokens = 8
max_distance = 6
"""
NAMES = ["gru-1-1", "gru-2-1", "rnn-1-1", "rnn-2-1"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("recipes")
    (folder / "tales.conll").write_text(SENTENCES * 2, encoding="utf-8")
    (folder / "tiny.toml").write_text(RECIPE, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def recipe(folder: Path) -> CompareRecipe:
    return read_recipe(folder / "tiny.toml", CompareRecipe)


@pytest.fixture(scope="module")
def run(recipe: CompareRecipe, folder: Path) -> Path:
    """The run folder of a finished comparison; tests may not change it."""
    return compare(recipe, folder=folder, run=folder / "run").parent


@pytest.fixture
def copied_run(run: Path, tmp_path: Path) -> Path:
    (tmp_path / "results").mkdir()
    for path in results_of(run):
        (tmp_path / "results" / path.name).write_bytes(path.read_bytes())
    return tmp_path


def results_of(run: Path) -> list[Path]:
    return sorted((run / "results").iterdir())


def read_results(run: Path) -> Iterator[VariantResult]:
    return (VariantResult.model_validate_json(path.read_bytes()) for path in results_of(run))


@pytest.mark.slow
def test_every_variant_sees_the_same_tokens_of_the_budget(run: Path) -> None:
    assert [path.stem for path in results_of(run)] == NAMES
    (num_tokens,) = {result.num_tokens for result in read_results(run)}
    (num_steps,) = {result.num_steps for result in read_results(run)}
    assert 100 - 16 < num_tokens <= 100
    assert num_steps == 8


def test_variants_differ_in_their_recurrent_layers_alone(run: Path) -> None:
    sizes = {r.network.cell: r.num_recurrent_parameters for r in read_results(run)}
    rest = {
        (r.network.bidirectional, r.num_parameters - r.num_recurrent_parameters)
        for r in read_results(run)
    }
    assert sizes["gru"] == 3 * sizes["rnn"]
    assert len(rest) == 2


def test_the_reach_of_gradients_is_measured_in_one_direction(run: Path) -> None:
    for result in read_results(run):
        moments = [] if result.network.bidirectional else ["before", "after"]
        assert list(result.gradients) == moments
        assert all(len(reach.median) == 7 for reach in result.gradients.values())


def test_training_changes_the_reach_of_gradients(run: Path) -> None:
    _, _, one_direction, _ = read_results(run)
    assert one_direction.gradients["before"] != one_direction.gradients["after"]


def test_all_names_of_the_dev_sentences_are_measured(run: Path) -> None:
    assert [result.dev.num_gold for result in read_results(run)] == [6, 6, 6, 6]


def test_a_second_call_trains_nothing(
    recipe: CompareRecipe, folder: Path, copied_run: Path, run: Path
) -> None:
    before = [path.stat().st_mtime_ns for path in results_of(copied_run)]
    page = compare(recipe, folder=folder, run=copied_run)
    assert [path.stat().st_mtime_ns for path in results_of(copied_run)] == before
    assert page.read_text(encoding="utf-8") == (run / "compare.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("damage", ["missing", "broken"])
def test_only_what_is_not_whole_is_trained_again_and_comes_out_the_same(
    recipe: CompareRecipe, folder: Path, copied_run: Path, run: Path, damage: str
) -> None:
    lost = copied_run / "results" / "gru-1-1.json"
    lost.unlink() if damage == "missing" else lost.write_text('{"network"', encoding="utf-8")
    kept = {path: path.stat().st_mtime_ns for path in results_of(copied_run) if path != lost}
    compare(recipe, folder=folder, run=copied_run)
    assert {path: path.stat().st_mtime_ns for path in kept} == kept
    again, first = next(read_results(copied_run)), next(read_results(run))
    assert again.model_copy(update={"seconds": first.seconds}) == first


def test_another_config_is_trained_again(
    recipe: CompareRecipe, folder: Path, copied_run: Path
) -> None:
    last_weights = recipe.optimisation.model_copy(update={"average_decay": 0.0})
    changes = {"cells": ["rnn"], "directions": [1], "optimisation": last_weights}
    before = (copied_run / "results" / "rnn-1-1.json").read_bytes()
    compare(recipe.model_copy(update=changes), folder=folder, run=copied_run)
    assert (copied_run / "results" / "rnn-1-1.json").read_bytes() != before


def test_each_variant_is_a_line_with_the_time_left(
    recipe: CompareRecipe, folder: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="nomen.train")
    compare(recipe.model_copy(update={"cells": ["rnn"]}), folder=folder, run=tmp_path)
    lines = [r.getMessage() for r in caplog.records if r.name == "nomen.train"]
    assert lines[0] == "2 variants, 2 of them to train"
    assert lines[1].startswith("1 of 2: rnn-1-1, dev F1 0.")
    assert lines[2].endswith("about 0 s left")


def test_the_page_shows_every_variant_and_both_plots(run: Path) -> None:
    page = (run / "compare.md").read_text(encoding="utf-8")
    assert page.count("| gru | ") == 2 + 2
    assert "| rnn | 1 | before | " in page
    for name in ("compare-f1.png", "compare-gradients.png"):
        assert f"({name})" in page
        assert (run / name).read_bytes().startswith(b"\x89PNG")


def test_a_budget_under_a_batch_is_refused(recipe: CompareRecipe, tmp_path: Path) -> None:
    with pytest.raises(RecipeError, match="num_tokens: 3 is less than a batch"):
        compare(recipe.model_copy(update={"num_tokens": 3}), folder=tmp_path, run=tmp_path)
