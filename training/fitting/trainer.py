"""Builds Lightning's trainer of a fit: its epochs, checkpoints, early stopping, logs and seeds."""

from pathlib import Path

import lightning.pytorch as pl
from lightning.pytorch.callbacks import Callback, LearningRateMonitor
from lightning.pytorch.loggers import CSVLogger, TensorBoardLogger

from nomen.training.fitting.progress import EpochLines, ThroughputBar
from nomen.training.processes import ONE_PROCESS, Processes
from nomen.training.recipes.recipe import Recipe
from nomen.training.runs.checkpoints import (
    CHECKPOINTS,
    MONITOR,
    BestCheckpoint,
    DevEarlyStopping,
    WholeCheckpoints,
    last_checkpoint,
)
from nomen.training.runs.devices import lightning_precision, trainer_settings
from nomen.training.runs.hyperparameters import Hyperparameters
from nomen.training.runs.optimiser import RunningAverage
from nomen.training.runs.quiet import quiet_lightning
from nomen.training.runs.same_weights import SameWeights
from nomen.training.runs.step_seed import StepSeed


def build_trainer(
    recipe: Recipe, run: Path, *, num_batches: int, processes: Processes = ONE_PROCESS
) -> pl.Trainer:
    """Build the trainer of a recipe.

    Args:
        recipe: The recipe.
        run: The run folder, for checkpoints and logs.
        num_batches: Batches of an epoch.
        processes: Those that train together.
    """
    config = recipe.optimisation
    quiet_lightning()
    return pl.Trainer(
        **trainer_settings(processes),
        precision=lightning_precision(config.precision),
        max_epochs=config.max_epochs,
        callbacks=_callbacks(recipe, run, processes),
        plugins=[WholeCheckpoints()],
        logger=[
            CSVLogger(run, name="csv", version=f"{_num_starts(run):03}"),
            TensorBoardLogger(run, name="", version="tensorboard"),
        ],
        num_sanity_val_steps=0,
        log_every_n_steps=min(20, num_batches),
        reload_dataloaders_every_n_epochs=1,
        enable_model_summary=False,
    )


def _callbacks(recipe: Recipe, run: Path, processes: Processes) -> list[Callback]:
    config = recipe.optimisation
    best = BestCheckpoint(
        run / CHECKPOINTS,
        filename="best",
        monitor=MONITOR,
        mode="max",
        save_on_train_epoch_end=True,
        enable_version_counter=False,
    )
    callbacks: list[Callback] = [
        best,
        last_checkpoint(run / CHECKPOINTS),
        DevEarlyStopping(config.patience, max_epochs=config.max_epochs),
        LearningRateMonitor("step"),
        StepSeed(recipe.seed, rank=processes.rank),
        SameWeights(processes),
        Hyperparameters(recipe),
        ThroughputBar(),
        EpochLines(),
    ]
    if config.average_decay:
        callbacks.append(RunningAverage(config.average_decay))
    return callbacks


def _num_starts(run: Path) -> int:
    return len(list((run / "csv").glob("*")))
