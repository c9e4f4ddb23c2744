import hashlib
from pathlib import Path

import pytest

from nomen.training.data.raw_texts import find_text
from nomen.training.errors import CorpusError, NothingLearnedError, RecipeError, TrainingError
from nomen.training.fitting.fit import fit
from nomen.training.fitting.soft_labels import Lessons
from nomen.training.pipeline import LESSONS, Result, export_run, fit_and_export, teacher_recipe
from nomen.training.pretraining.pretrained import PRETRAINED_FILE
from nomen.training.recipes.distillation import Distillation
from nomen.training.recipes.pretraining import Pretraining, Vectors
from nomen.training.recipes.recipe import Recipe, read_recipe
from nomen.training.runs.checkpoints import BEST

NOWHERE = Path("nowhere")
ENOUGH_EPOCHS = 12
"""Epochs after which the tests' recipe finds some names."""


@pytest.mark.slow
def test_a_recipe_with_a_pretraining_is_one_command(tmp_path: Path) -> None:
    recipe = read_recipe(Path("tests/data/recipe.toml"), Recipe)
    choices = Pretraining(
        vectors=Vectors(epochs=1), min_count=1, held_out_sentences=40, epochs=1, cutoffs=[30]
    )
    short = recipe.optimisation.model_copy(update={"max_epochs": ENOUGH_EPOCHS})
    recipe = recipe.model_copy(update={"pretraining": choices, "optimisation": short})
    run = tmp_path / "run"
    result = fit_and_export(recipe, folder=NOWHERE, texts=NOWHERE, run=run, bundle=run / "bundle")
    assert (run / "pretraining" / PRETRAINED_FILE).exists()
    assert result.bundle.manifest.name == "own"


def with_teachers(**choices: object) -> Recipe:
    recipe = read_recipe(Path("tests/data/recipe.toml"), Recipe)
    short = recipe.optimisation.model_copy(update={"max_epochs": ENOUGH_EPOCHS})
    distillation = Distillation.model_validate(
        {"seeds": [2, 3], "teacher_epochs": 1, "without_names": 1.0, **choices}
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
        return fit_and_export(
            recipe, folder=NOWHERE, texts=texts, run=run, bundle=tmp_path / target, resume=resume
        )

    result = command("bundle", resume=False)
    teachers = [run / "teacher-2" / BEST, run / "teacher-3" / BEST]
    made = [*teachers, run / LESSONS / "beliefs.npy"]
    assert "own" in {source.name for source in result.bundle.manifest.corpora}
    assert len(Lessons.read(run / LESSONS).raw) == 13
    before = [path.stat().st_mtime_ns for path in made]
    command("again", resume=True)
    assert [path.stat().st_mtime_ns for path in made] == before
    (run / LESSONS / "recipe.json").unlink()
    command("lessons anew", resume=True)
    assert [path.stat().st_mtime_ns for path in teachers] == before[:2]
    assert made[2].stat().st_mtime_ns > before[2]


@pytest.mark.parametrize(("own_swap", "expected"), [(None, 0.4), (0.1, 0.1)])
def test_a_teacher_has_epochs_and_swaps_of_its_own(own_swap: float | None, expected: float) -> None:
    recipe = with_teachers(teacher_swap=own_swap)
    swapping = recipe.augmentation.model_copy(update={"swap": 0.4})
    recipe = recipe.model_copy(update={"augmentation": swapping})
    assert recipe.distillation
    teacher = teacher_recipe(recipe, recipe.distillation, 3)
    assert teacher.augmentation == swapping.model_copy(update={"swap": expected})
    assert (teacher.seed, teacher.optimisation.max_epochs) == (3, 1)
    assert teacher.distillation is None


@pytest.mark.parametrize(
    ("resume", "message"), [(False, "holds a training already"), (True, "another recipe")]
)
def test_lessons_of_another_recipe_are_refused(
    resume: bool,  # noqa: FBT001  # a case
    message: str,
    tmp_path: Path,
) -> None:
    (tmp_path / LESSONS).mkdir()
    other = with_teachers(seeds=[4]).model_dump_json(indent=1)
    (tmp_path / LESSONS / "recipe.json").write_text(other, encoding="utf-8")
    with pytest.raises(TrainingError, match=message):
        fit_and_export(
            with_teachers(),
            folder=NOWHERE,
            texts=NOWHERE,
            run=tmp_path,
            bundle=tmp_path / "bundle",
            resume=resume,
        )


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
            folder=NOWHERE,
            texts=NOWHERE,
            run=run,
            bundle=tmp_path / "bundle",
        )
    assert not run.exists()


def test_a_network_that_finds_no_name_is_not_exported(tmp_path: Path) -> None:
    recipe = read_recipe(Path("tests/data/recipe.toml"), Recipe)
    short = recipe.optimisation.model_copy(update={"max_epochs": 2})
    run, bundle = tmp_path / "run", tmp_path / "bundle"
    fit(recipe.model_copy(update={"optimisation": short}), folder=NOWHERE, run=run)
    with pytest.raises(NothingLearnedError, match=r"^no bundle was written: .* try --resume"):
        export_run(run, folder=NOWHERE, bundle=bundle)
    assert not bundle.exists()
