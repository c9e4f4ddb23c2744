"""StepSeed: a seed for each training step."""

from typing import Any

import lightning.pytorch as pl
import torch
from lightning.pytorch.callbacks import Callback

_RANK_STRIDE = 1 << 28
"""torch seeds the CPU with the lowest 32 bits."""


class StepSeed(Callback):
    """Seeds each step by its number, so that a resumed training equals an uninterrupted one.

    Args:
        seed: Of the training.
        rank: Of the process: each hides other forms and drops other units.
    """

    def __init__(self, seed: int, *, rank: int = 0) -> None:
        self._seed = seed * 1_000_003 + rank * _RANK_STRIDE

    def on_train_batch_start(
        self,
        trainer: pl.Trainer,
        pl_module: pl.LightningModule,
        batch: Any,  # noqa: ANN401  # of any training
        batch_idx: int,
    ) -> None:
        """Seed torch's generators."""
        del pl_module, batch, batch_idx
        torch.manual_seed(self._seed + trainer.global_step)
