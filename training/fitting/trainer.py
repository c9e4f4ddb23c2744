"""Trainer: epochs, checkpoints, logs and seeds of one training, by Lightning; knows no corpus."""

from pathlib import Path

import lightning.pytorch as pl
from lightning.pytorch.callbacks import Callback, LearningRateMonitor
from lightning.pytorch.loggers import CSVLogger, TensorBoardLogger

from nomen.training.fitting.progress import EpochLines, ThroughputBar
from nomen.training.recipes.recipe import Recipe
from nomen.training.runs.checkpoints import (
    CHECKPOINTS,
    MONITOR,
    BestCheckpoint,
    Patience,
    WholeCheckpoints,
    last_checkpoint,
)
from nomen.training.runs.optimiser import RunningAverage
from nomen.training.runs.quiet import quiet_lightning
from nomen.training.runs.step_seed import StepSeed


def build_trainer(recipe: Recipe, run: Path, *, num_batches: int) -> pl.Trainer:
    """Give the trainer of a recipe, which writes into a run folder.

    Args:
        recipe: The choices.
        run: Where checkpoints and logs go.
        num_batches: Of an epoch.
    """
    choices = recipe.optimisation
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
        Patience(choices.patience, max_epochs=choices.max_epochs),
        LearningRateMonitor("step"),
        StepSeed(recipe.seed),
        ThroughputBar(),
        EpochLines(),
    ]
    if choices.average_decay:
        callbacks.append(RunningAverage(choices.average_decay))
    quiet_lightning()
    return pl.Trainer(
        accelerator="auto",
        devices=1,
        precision=choices.precision,
        max_epochs=choices.max_epochs,
        callbacks=callbacks,
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


def _num_starts(run: Path) -> int:
    return len(list((run / "csv").glob("*")))
