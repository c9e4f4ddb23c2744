import json
from pathlib import Path

import pytest

from nomen.model.network.config import NetworkConfig
from nomen.training.data.conll import Columns
from nomen.training.errors import RecipeError
from nomen.training.formats.settings import FileSettings
from nomen.training.own_files.own_files import OwnFiles
from nomen.training.own_files.own_recipe import chosen_for, recipe_for
from nomen.training.own_files.starts import Start
from nomen.training.recipes.recipe import Recipe
from tests.training.formats.files import write

BUNDLE = Start(network=NetworkConfig(dropout=0.3), bundle="en", told="en 1.0.0")


@pytest.fixture
def own(tmp_path: Path) -> Path:
    records = [{"text": f"Ann{i} left.", "spans": [[0, 4, "PATIENT"]]} for i in range(60)]
    return write(tmp_path, "own.jsonl", "".join(f"{json.dumps(record)}\n" for record in records))


def made(own: Path, start: Start = BUNDLE, **given: object) -> Recipe:
    settings = FileSettings(columns=Columns(name_types=frozenset({"PATIENT"})))
    return recipe_for(OwnFiles(train=[own], name="mine", settings=settings, **given), start)  # type: ignore[arg-type]  # each of its type


def test_own_files_are_fine_tuned_and_some_of_their_sentences_held_out(own: Path) -> None:
    recipe = made(own)
    (share,) = recipe.corpora
    assert (recipe.name, recipe.start, recipe.network.dropout) == ("mine", "en", 0.3)
    assert (share.files("train"), share.held_out, share.blocks) == ([own], 0.15, True)
    assert share.types == ["PATIENT"]
    assert recipe.augmentation.lower > 0
    assert recipe.vocabulary.max_new_forms > 0
    assert recipe.optimisation.start_share > 0


def test_dev_and_test_files_are_read_where_they_are_given(own: Path) -> None:
    (share,) = made(own, dev=[own], test=[own]).corpora
    assert (share.held_out, share.files("dev"), share.files("test")) == (0.0, [own], [own])


def test_raw_texts_are_labelled_by_the_bundle_or_teach_a_language_model(own: Path) -> None:
    tuned, anew = made(own, raw=[own]), made(own, Start(network=NetworkConfig()), raw=[own])
    assert tuned.distillation is not None
    assert (tuned.distillation.bundles, tuned.distillation.files) == (["en"], [own])
    assert anew.distillation is None
    assert anew.pretraining is not None
    assert anew.pretraining.files == [own]
    assert anew.start is None


def test_a_language_model_is_begun_with_by_its_file(own: Path, tmp_path: Path) -> None:
    start = Start(network=NetworkConfig(), pretrained=tmp_path / "lm.safetensors")
    recipe = made(own, start, raw=[own])
    assert (recipe.start, recipe.pretrained) == (None, tmp_path / "lm.safetensors")
    assert recipe.distillation is not None
    assert recipe.optimisation.embedding_rate == 0


def test_a_wrong_name_is_one_line(own: Path, tiny_bundle: Path) -> None:
    settings = FileSettings(columns=Columns(name_types=frozenset({"PATIENT"})))
    files = OwnFiles(train=[own], name="Mine", settings=settings, start=str(tiny_bundle))
    with pytest.raises(RecipeError, match=r"^name: String should match"):
        chosen_for(files)
