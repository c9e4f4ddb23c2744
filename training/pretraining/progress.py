"""The progress of a pretraining, as lines of a log."""

import logging
import math
import time
from typing import Any

import lightning.pytorch as pl
from lightning.pytorch.callbacks import Callback

from nomen.training.pretraining.batches import LanguageBatch

_SMOOTHING = 0.99

logger = logging.getLogger("nomen.train")


class PretrainingLines(Callback):
    """Logs the step, the running perplexity, the tokens a second and the time left.

    Args:
        every_batches: Batches between two lines.
    """

    def __init__(self, *, every_batches: int) -> None:
        self._every_batches = every_batches
        self._num_tokens = 0
        self._loss = 0.0
        self._weight = 0.0
        self._started = 0.0
        self._first_step = 0

    def on_train_start(self, trainer: pl.Trainer, pl_module: pl.LightningModule) -> None:
        """Start the clock; a resumed pretraining does not begin at step 0."""
        del pl_module
        self._started, self._first_step = time.monotonic(), trainer.global_step

    def on_train_batch_end(
        self,
        trainer: pl.Trainer,
        pl_module: pl.LightningModule,
        outputs: Any,  # noqa: ANN401  # Lightning's own signature
        batch: LanguageBatch,
        batch_idx: int,
    ) -> None:
        """Count the tokens of a batch; log a line every `every_batches` steps."""
        del batch_idx
        self._num_tokens += batch.num_tokens
        self._loss = _SMOOTHING * self._loss + (1 - _SMOOTHING) * float(outputs["loss"])
        self._weight = _SMOOTHING * self._weight + (1 - _SMOOTHING)
        step, total = trainer.global_step, int(getattr(pl_module, "num_steps", 0))
        if step % self._every_batches == 0:
            seconds = time.monotonic() - self._started
            left = seconds / (step - self._first_step) * (total - step)
            logger.info(
                "step %d of %d: perplexity %.1f, %.0f tokens/s, %.0f min left",
                step,
                total,
                math.exp(min(50.0, self._loss / self._weight)),
                self._num_tokens / seconds,
                left / 60,
            )

    def on_train_epoch_end(self, trainer: pl.Trainer, pl_module: pl.LightningModule) -> None:
        """Log the perplexity of the held-out sentences."""
        del pl_module
        right, left = (
            float(trainer.callback_metrics.get(f"perplexity_{way}", float("nan")))
            for way in ("rightward", "leftward")
        )
        logger.info(
            "step %d: held-out perplexity %.1f rightward, %.1f leftward",
            trainer.global_step,
            right,
            left,
        )
