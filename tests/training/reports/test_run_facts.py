import shutil
from pathlib import Path

import pytest

from nomen.model.bundle.bundle import read_bundle
from nomen.model.errors import BundleError
from nomen.training.errors import TrainingError
from nomen.training.recipes.corpus_share import CorpusShare
from nomen.training.recipes.distillation import Distillation
from nomen.training.recipes.pretraining import Pretraining
from nomen.training.recipes.recipe import Recipe, read_recipe
from nomen.training.recipes.summary import summarise
from nomen.training.reports.run_facts import (
    RunFacts,
    describe_start,
    find_start,
    start_of_run,
)

RECIPE = read_recipe(Path("tests/data/recipe.toml"), Recipe)


def facts(recipe: Recipe = RECIPE) -> RunFacts:
    return RunFacts.of(recipe, [*summarise(recipe, Path())], find_start(recipe))


def starting_with(bundle: Path) -> Recipe:
    return RECIPE.model_copy(update={"start": str(bundle)})


def test_what_was_read_is_kept_without_its_text(tmp_path: Path) -> None:
    facts().keep(tmp_path, is_resumed=False)
    assert RunFacts.read(tmp_path) == facts()
    assert "Adaeze" not in (tmp_path / "read.json").read_text(encoding="utf-8")


def test_a_resumed_run_keeps_what_it_began_with(tmp_path: Path, tiny_bundle: Path) -> None:
    facts(starting_with(tiny_bundle)).keep(tmp_path, is_resumed=False)
    RunFacts().keep(tmp_path, is_resumed=True)
    assert RunFacts.read(tmp_path).start_sha256 == read_bundle(tiny_bundle).sha256
    RunFacts().keep(tmp_path, is_resumed=False)
    assert RunFacts.read(tmp_path) == RunFacts()


def test_a_run_of_an_earlier_version_has_no_facts_and_a_damaged_file_is_named(
    tmp_path: Path,
) -> None:
    assert RunFacts.read(tmp_path) == RunFacts()
    (tmp_path / "read.json").write_text("{", encoding="utf-8")
    with pytest.raises(TrainingError, match=r"read\.json: "):
        RunFacts.read(tmp_path)


def test_the_table_of_a_card_has_the_users_own_files() -> None:
    table = facts().own_table()
    assert table is not None
    assert table.rows[0] == ("own/train", "PER, PERS, PERSON", "–", "159", "1,660", "124")
    assert RunFacts().own_table() is None


def test_the_bundle_of_a_run_folder_is_the_one_within(tmp_path: Path, tiny_bundle: Path) -> None:
    assert find_start(starting_with(tmp_path)) is None
    shutil.copytree(tiny_bundle, tmp_path / "bundle")
    found = find_start(starting_with(tmp_path))
    assert found is not None
    assert found.sha256 == read_bundle(tiny_bundle).sha256
    with pytest.raises(BundleError):
        find_start(starting_with(tmp_path / "nowhere"))


def test_a_run_is_compared_with_the_very_bundle_that_it_began_with(
    tmp_path: Path, tiny_bundle: Path
) -> None:
    copy = tmp_path / "start"
    shutil.copytree(tiny_bundle, copy)
    recipe = starting_with(copy)
    began_with = facts(recipe)
    assert start_of_run(recipe, began_with) is not None
    assert start_of_run(recipe, RunFacts(start_sha256="0" * 64)) is None
    shutil.rmtree(copy)
    assert start_of_run(recipe, began_with) is None
    assert start_of_run(RECIPE, RunFacts()) is None


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, ["begins with: random weights"]),
        ({"pretrained": Path("en.safetensors")}, ["begins with: the language model en"]),
        (
            {"pretraining": Pretraining(texts=["inaugural"])},
            ["begins with: a language model, trained first on inaugural"],
        ),
        (
            {"distillation": Distillation(seeds=[2, 3])},
            ["trains first: 2 teachers", "begins with: random weights"],
        ),
    ],
)
def test_what_a_training_begins_with_is_told(changes: dict[str, object], told: list[str]) -> None:
    recipe = Recipe(name="own", corpora=[CorpusShare(name="conll2003")])
    assert list(describe_start(recipe.model_copy(update=changes), None)) == told


def test_the_bundle_that_a_training_begins_with_has_its_version(tiny_bundle: Path) -> None:
    recipe = starting_with(tiny_bundle)
    assert list(describe_start(recipe, read_bundle(tiny_bundle))) == [
        "begins with: the bundle tiny 0.1.0"
    ]
