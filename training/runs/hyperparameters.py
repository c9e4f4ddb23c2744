"""Hyperparameters: the fields of a recipe in TensorBoard, beside the best dev F1 so far."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import lightning.pytorch as pl
from lightning.pytorch.callbacks import Callback
from lightning.pytorch.loggers import TensorBoardLogger

from nomen.training.recipes.recipe import Recipe
from nomen.training.runs.checkpoints import MONITOR

BEST_DEV_F1 = "best_dev_f1"
"""The curve by which TensorBoard's table of hyperparameters compares runs."""

_NOT_SHOWN = {"description", "guideline", "name", "version"}
"""Fields that say what a bundle is, not how it is learned."""


class Hyperparameters(Callback):
    """Writes the fields of a recipe as TensorBoard's hyperparameters, at the start of a training.

    Args:
        recipe: The recipe, with what follows from its sentences filled in.
    """

    def __init__(self, recipe: Recipe) -> None:
        self._values = dict(flattened(recipe.model_dump(mode="json", exclude=_NOT_SHOWN)))
        self._best = 0.0

    def on_train_start(self, trainer: pl.Trainer, pl_module: pl.LightningModule) -> None:
        """Write the fields, and that nothing has been found so far."""
        del pl_module
        for logger in trainer.loggers:
            if isinstance(logger, TensorBoardLogger):
                logger.log_hyperparams(self._values, metrics={BEST_DEV_F1: self._best})

    def on_train_epoch_end(self, trainer: pl.Trainer, pl_module: pl.LightningModule) -> None:
        """Write the best dev F1 so far, 0 to 1."""
        self._best = max(self._best, float(trainer.callback_metrics.get(MONITOR, 0.0)))
        pl_module.log(BEST_DEV_F1, self._best)

    def state_dict(self) -> dict[str, Any]:
        """Give the state for a checkpoint."""
        return {"best": self._best}

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Take the state from a checkpoint."""
        self._best = state_dict["best"]


def flattened(
    values: Mapping[str, Any], prefix: str = ""
) -> Iterator[tuple[str, float | str | bool]]:
    """Give the fields of nested tables by their whole name, such as `optimisation.clip_norm`.

    TensorBoard takes numbers and text. Lists are written as JSON; what is None is left out.
    """
    for key, value in values.items():
        if isinstance(value, Mapping):
            yield from flattened(value, f"{prefix}{key}.")
        elif value is not None:
            plain = value if isinstance(value, (bool, int, float, str)) else json.dumps(value)
            yield f"{prefix}{key}", plain
