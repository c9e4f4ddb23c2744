"""Fits the tests' recipe for three epochs; prints the weights that each process ends with.

Arguments: the run folder, and the step after which the second process kills itself, 0 for never.
"""

import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

import lightning.pytorch as pl
import torch

from nomen.training.fitting import fit
from nomen.training.fitting.trainer import build_trainer
from nomen.training.recipes.recipe import Recipe, read_recipe
from nomen.training.runs.same_weights import weights_digest
from nomen.training.runs.training_run import joined_run
from tests.training.run_at import run_at


class Told(pl.Callback):
    """Prints the weights at the end, or ends the second process before."""

    def __init__(self, rank: int, last_step: int) -> None:
        self._rank = rank
        self._last_step = last_step

    def on_train_batch_end(self, trainer: pl.Trainer, *_: object) -> None:
        if self._rank == 1 and trainer.global_step == self._last_step:
            os.kill(os.getpid(), signal.SIGKILL)

    def on_train_end(self, trainer: pl.Trainer, pl_module: pl.LightningModule) -> None:
        found = {"rank": self._rank, "weights": weights_digest(pl_module)}
        found["dev_f1"] = float(trainer.callback_metrics["dev_f1"])
        os.write(1, f"{json.dumps(found)}\n".encode())  # at once: both processes share the pipe


def main(folder: Path, last_step: int) -> None:
    """Fit, or go on."""
    torch.set_num_threads(1)
    recipe = read_recipe(Path("tests/data/recipe.toml"), Recipe)
    optimisation = recipe.optimisation.model_copy(update={"max_epochs": 3})
    recipe = recipe.model_copy(update={"optimisation": optimisation})
    with joined_run(run_at(folder, resume=True)) as run:

        def told(*args: Any, **settings: Any) -> pl.Trainer:  # noqa: ANN401  # build_trainer's
            trainer = build_trainer(*args, **settings)
            trainer.callbacks.append(Told(run.processes.rank, last_step))  # type: ignore[attr-defined]  # a list since it was built
            return trainer

        fit.build_trainer = told  # type: ignore[attr-defined]  # tells the weights
        fit.fit(recipe, run)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
