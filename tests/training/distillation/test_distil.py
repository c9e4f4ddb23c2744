from pathlib import Path

import pytest

from nomen.training.distillation.distil import SOFT_LABELS, distil, teacher_recipe
from nomen.training.errors import TrainingError
from nomen.training.recipes.distillation import Distillation
from nomen.training.recipes.recipe import Recipe, read_recipe
from tests.training.run_at import run_at


def with_teachers(**config: object) -> Recipe:
    recipe = read_recipe(Path("tests/data/recipe.toml"), Recipe)
    distillation = Distillation.model_validate(
        {"seeds": [2, 3], "teacher_epochs": 1, "without_names": 1.0, **config}
    )
    return recipe.model_copy(update={"distillation": distillation})


def test_a_recipe_without_teachers_has_no_soft_labels(tmp_path: Path) -> None:
    recipe = read_recipe(Path("tests/data/recipe.toml"), Recipe)
    assert distil(recipe, run_at(tmp_path / "run")) is None
    assert not (tmp_path / "run").exists()


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
def test_soft_labels_of_another_recipe_are_refused(
    resume: bool,  # noqa: FBT001  # a case
    message: str,
    tmp_path: Path,
) -> None:
    (tmp_path / SOFT_LABELS).mkdir()
    other = with_teachers(seeds=[4]).model_dump_json(indent=1)
    (tmp_path / SOFT_LABELS / "recipe.json").write_text(other, encoding="utf-8")
    with pytest.raises(TrainingError, match=message):
        distil(with_teachers(), run_at(tmp_path, resume=resume))
