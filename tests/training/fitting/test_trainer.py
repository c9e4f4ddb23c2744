from pathlib import Path

from lightning.pytorch.callbacks import Callback

from nomen.training.fitting.trainer import build_trainer
from nomen.training.recipes.recipe import Recipe, read_recipe
from nomen.training.runs.checkpoints import DevEarlyStopping
from nomen.training.runs.optimiser import RunningAverage
from nomen.training.runs.step_seed import StepSeed


def recipe(**changes: object) -> Recipe:
    found = read_recipe(Path("tests/data/recipe.toml"), Recipe)
    optimisation = found.optimisation.model_copy(update=changes)
    return found.model_copy(update={"optimisation": optimisation})


def callbacks(run: Path, kind: type[Callback], **changes: object) -> list[Callback]:
    trainer = build_trainer(recipe(**changes), run, num_batches=9)
    found: list[Callback] = trainer.callbacks  # type: ignore[attr-defined]  # Lightning's own gap
    return [callback for callback in found if isinstance(callback, kind)]


def test_a_trainer_seeds_each_step_and_stops_early(tmp_path: Path) -> None:
    assert len(callbacks(tmp_path, StepSeed)) == 1
    (stopping,) = callbacks(tmp_path, DevEarlyStopping, patience=7)
    assert isinstance(stopping, DevEarlyStopping)
    assert (stopping.monitor, stopping.patience) == ("dev_f1", 7)


def test_weights_are_averaged_unless_the_decay_is_0(tmp_path: Path) -> None:
    assert len(callbacks(tmp_path, RunningAverage)) == 1
    assert callbacks(tmp_path, RunningAverage, average_decay=0.0) == []


def test_each_start_has_a_log_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "csv" / "000").mkdir(parents=True)
    trainer = build_trainer(recipe(), tmp_path, num_batches=9)
    assert [logger.log_dir for logger in trainer.loggers] == [
        str(tmp_path / "csv" / "001"),
        str(tmp_path / "tensorboard"),
    ]
