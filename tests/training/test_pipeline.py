import hashlib
from pathlib import Path

import pytest
import torch

from nomen.training.data.raw_texts import find_text
from nomen.training.distillation.distil import SOFT_LABELS
from nomen.training.errors import CorpusError, NothingLearnedError, RecipeError, TrainingError
from nomen.training.fitting.fit import fit
from nomen.training.fitting.soft_labels import SoftLabelSet
from nomen.training.pipeline import Result, export_run, fit_and_export
from nomen.training.pretraining.pretrained import PRETRAINED_FILE
from nomen.training.recipes.distillation import Distillation
from nomen.training.recipes.pretraining import Pretraining, Vectors
from nomen.training.recipes.recipe import Recipe, read_recipe
from nomen.training.runs.checkpoints import BEST
from nomen.training.runs.run_lock import locked_run
from tests.training.run_at import NOWHERE, run_at

ENOUGH_EPOCHS = 12
"""Epochs after which the tests' recipe finds some names."""


@pytest.mark.slow
def test_a_recipe_with_a_pretraining_is_one_command(tmp_path: Path) -> None:
    recipe = read_recipe(Path("tests/data/recipe.toml"), Recipe)
    config = Pretraining(
        vectors=Vectors(epochs=1), min_count=1, held_out_sentences=40, epochs=1, cutoffs=[30]
    )
    short = recipe.optimisation.model_copy(update={"max_epochs": ENOUGH_EPOCHS})
    recipe = recipe.model_copy(update={"pretraining": config, "optimisation": short})
    run = tmp_path / "run"
    result = fit_and_export(recipe, run_at(run), bundle=run / "bundle")
    assert result
    assert (run / "pretraining" / PRETRAINED_FILE).exists()
    assert result.bundle.manifest.name == "own"


def with_teachers(**config: object) -> Recipe:
    recipe = read_recipe(Path("tests/data/recipe.toml"), Recipe)
    short = recipe.optimisation.model_copy(update={"max_epochs": ENOUGH_EPOCHS})
    distillation = Distillation.model_validate(
        {"seeds": [2, 3], "teacher_epochs": 1, "without_names": 1.0, **config}
    )
    return recipe.model_copy(update={"distillation": distillation, "optimisation": short})


@pytest.fixture
def texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Register a raw text of 40 sentences, and keep it."""
    folder = tmp_path / "texts"
    folder.mkdir()
    content = "".join(f"John Smith met Mary Jones {i} times .\n" for i in range(40))
    (folder / "own.txt").write_text(content, encoding="utf-8")
    text = find_text("inaugural").model_copy(
        update={"name": "own", "sha256": hashlib.sha256(content.encode()).hexdigest()}
    )
    monkeypatch.setattr("nomen.training.data.raw_texts.texts", lambda: {"own": text})
    return folder


@pytest.mark.slow
def test_teachers_and_their_network_are_one_command(tmp_path: Path, texts: Path) -> None:
    recipe = with_teachers(texts=[{"name": "own", "tokens": 100}])
    run = tmp_path / "run"

    def command(target: str, *, resume: bool) -> Result:
        folders = run_at(run, texts=texts, resume=resume)
        result = fit_and_export(recipe, folders, bundle=tmp_path / target)
        assert result
        return result

    result = command("bundle", resume=False)
    teachers = [run / "teacher-2" / BEST, run / "teacher-3" / BEST]
    made = [*teachers, run / SOFT_LABELS / "soft_labels.npy"]
    assert "own" in {source.name for source in result.bundle.manifest.corpora}
    assert len(list(SoftLabelSet.read(run / SOFT_LABELS).raw_sentences())) == 13
    before = [path.stat().st_mtime_ns for path in made]
    command("again", resume=True)
    assert [path.stat().st_mtime_ns for path in made] == before
    (run / SOFT_LABELS / "recipe.json").unlink()
    command("labelled again", resume=True)
    assert [path.stat().st_mtime_ns for path in teachers] == before[:2]
    assert made[2].stat().st_mtime_ns > before[2]


@pytest.mark.parametrize(
    ("text", "error", "message"),
    [
        ("bbc_news", RecipeError, "bbc_news closed"),
        ("inaugural", CorpusError, "inaugural.txt: not at hand"),
    ],
)
def test_a_text_that_cannot_be_read_is_told_before_anything_is_trained(
    text: str, error: type[Exception], message: str, tmp_path: Path
) -> None:
    run = tmp_path / "run"
    with pytest.raises(error, match=message):
        fit_and_export(
            with_teachers(texts=[{"name": text, "tokens": 1}]),
            run_at(run),
            bundle=tmp_path / "bundle",
        )
    assert not run.exists()


def test_a_network_that_finds_no_name_is_not_exported(tmp_path: Path) -> None:
    recipe = read_recipe(Path("tests/data/recipe.toml"), Recipe)
    short = recipe.optimisation.model_copy(update={"max_epochs": 2})
    run, bundle = tmp_path / "run", tmp_path / "bundle"
    fit(recipe.model_copy(update={"optimisation": short}), run_at(run))
    with pytest.raises(NothingLearnedError, match=r"^no bundle was written: .* try --resume"):
        export_run(run, corpora=NOWHERE, bundle=bundle)
    assert not bundle.exists()
    export_run(run, corpora=NOWHERE, bundle=bundle, allow_worse=True)
    assert bundle.exists()


def test_a_run_folder_is_not_exported_while_it_is_written(tmp_path: Path) -> None:
    for file in ("recipe.json", "vocabulary.json", "checkpoints/best.ckpt"):
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).touch()
    with (
        locked_run(tmp_path),
        pytest.raises(TrainingError, match="another training or export is writing there"),
    ):
        export_run(tmp_path, corpora=NOWHERE, bundle=tmp_path / "bundle")


def test_a_folder_without_a_training_is_not_exported(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match=r"recipe\.json: expected a training's run folder"):
        export_run(tmp_path / "missing", corpora=NOWHERE, bundle=tmp_path / "bundle")
    assert not (tmp_path / "missing").exists()


def test_a_bundle_that_finds_no_name_at_its_own_threshold_is_not_written(tmp_path: Path) -> None:
    recipe = read_recipe(Path("tests/data/recipe.toml"), Recipe)
    short = recipe.optimisation.model_copy(update={"max_epochs": 1})
    run, bundle = tmp_path / "run", tmp_path / "bundle"
    fit(recipe.model_copy(update={"optimisation": short}), run_at(run))
    checkpoint = torch.load(run / BEST, weights_only=True)
    checkpoint["state_dict"]["network.head.weight"].zero_()
    torch.save(checkpoint | {"dev_counts": [43, 40, 30]}, run / BEST)
    with pytest.raises(NothingLearnedError, match=r"finds \d+ of the 43 names"):
        export_run(run, corpora=NOWHERE, bundle=bundle)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["run"]
    assert (run / "report" / "report.md").exists()
