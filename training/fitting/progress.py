"""The progress of a training: a bar on a terminal, plain lines in a log."""

import logging
import sys
import time
from typing import Any

import lightning.pytorch as pl
from lightning.pytorch.callbacks import Callback, RichProgressBar
from rich.progress import BarColumn, MofNCompleteColumn, ProgressColumn, TextColumn

from nomen.training.fitting.batches import LabelledBatch

FIRST_LINE_SECONDS = 15.0
"""When a log has the first line of a training, if its first epoch takes longer."""

logger = logging.getLogger("nomen.train")


class Clock:
    """How long the steps of a training take, and the most that the rest may.

    It starts with the first epoch, which a resumed training draws before it, for minutes.
    """

    def __init__(self) -> None:
        self._started: float | None = None
        self._first_step = 0

    def start(self, trainer: pl.Trainer) -> None:
        """Start once, at the trainer's step; a resumed training does not begin at step 0."""
        if self._started is None:
            self._started, self._first_step = time.monotonic(), trainer.global_step

    @property
    def seconds(self) -> float:
        """Seconds since the start, 0 before it."""
        return time.monotonic() - self._started if self._started is not None else 0.0

    def left(self, trainer: pl.Trainer) -> str:
        """Write the time of the steps that are left if none is saved by early stopping."""
        done = trainer.global_step - self._first_step
        total = float(trainer.estimated_stepping_batches) - self._first_step
        return duration(self.seconds / max(1, done) * max(0.0, total - done))


def duration(seconds: float) -> str:
    """Write a time in seconds as seconds, minutes or hours: `42 s`, `3 min`, `1.5 h`."""
    if seconds < 100:  # noqa: PLR2004  # above, seconds tell nothing
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 100 * 60 else f"{seconds / 3600:.1f} h"


class ThroughputBar(RichProgressBar):
    """Lightning's bar with loss, dev F1, tokens a second and time left; on a terminal only."""

    def __init__(self) -> None:
        super().__init__()
        self._clock = Clock()
        if not sys.stderr.isatty():
            self.disable()

    def configure_columns(self, trainer: pl.Trainer) -> list[ProgressColumn]:
        """Show few columns, so that the metrics fit on a terminal of 80 characters."""
        del trainer
        return [TextColumn("{task.description}"), BarColumn(12), MofNCompleteColumn()]

    def on_train_epoch_start(self, trainer: pl.Trainer, pl_module: pl.LightningModule) -> None:
        """Start the clock."""
        super().on_train_epoch_start(trainer, pl_module)
        self._clock.start(trainer)

    def get_metrics(
        self, trainer: pl.Trainer, pl_module: pl.LightningModule
    ) -> dict[str, int | str | float | dict[str, float]]:
        """Give the metrics beside the bar."""
        shown = super().get_metrics(trainer, pl_module)
        names = {"train_loss": "loss", "dev_f1": "dev F1"}
        found = {new: shown[old] for old, new in names.items() if old in shown}
        rate = float(trainer.callback_metrics.get("tokens_per_second", 0.0))
        return found | {"tokens/s": f"{rate:.0f}", "left": self._clock.left(trainer)}


class EpochLines(Callback):
    """Logs the tokens a second of each step, and one line for each epoch with the time left.

    Args:
        first_line_seconds: Seconds after which the first line comes, within an epoch if need be.
    """

    def __init__(self, *, first_line_seconds: float = FIRST_LINE_SECONDS) -> None:
        self._num_tokens = 0
        self._started = 0.0
        self._clock = Clock()
        self._first_line_seconds: float | None = first_line_seconds

    def on_train_epoch_start(self, trainer: pl.Trainer, pl_module: pl.LightningModule) -> None:
        """Start the clocks and the count of tokens."""
        del pl_module
        self._num_tokens = 0
        self._started = time.monotonic()
        self._clock.start(trainer)

    def on_train_batch_end(
        self,
        trainer: pl.Trainer,
        pl_module: pl.LightningModule,
        outputs: Any,  # noqa: ANN401  # Lightning's own signature
        batch: LabelledBatch,
        batch_idx: int,
    ) -> None:
        """Count the tokens of a batch; log a line every 200 batches, and the first one early."""
        del outputs
        self._num_tokens += batch.num_tokens
        rate = self._num_tokens / (time.monotonic() - self._started)
        pl_module.log("tokens_per_second", rate, prog_bar=True, batch_size=1)
        first = self._first_line_seconds
        is_first = first is not None and self._clock.seconds >= first
        if is_first or batch_idx % 200 == 199:  # noqa: PLR2004  # one or two minutes apart
            self._first_line_seconds = None
            total = int(trainer.num_training_batches)
            done = f"epoch {trainer.current_epoch + 1}: step {batch_idx + 1} of {total}"
            loss = float(trainer.callback_metrics.get("train_loss", float("nan")))
            left = self._clock.left(trainer)
            logger.info("%s, loss %.4f, %.0f tokens/s, at most %s left", done, loss, rate, left)

    def on_train_epoch_end(self, trainer: pl.Trainer, pl_module: pl.LightningModule) -> None:
        """Log the dev F1 and loss, the speed and the most that the rest may take."""
        del pl_module
        self._first_line_seconds = None
        seconds = time.monotonic() - self._started
        epoch, total = trainer.current_epoch + 1, trainer.max_epochs or 0
        found = trainer.callback_metrics
        score, loss = (float(found.get(name, float("nan"))) for name in ("dev_f1", "dev_loss"))
        logger.info(
            "epoch %d of %d: dev F1 %.4f, dev loss %.4f, %.0f tokens/s, %s, at most %s left",
            epoch, total, score, loss, self._num_tokens / seconds, duration(seconds),
            duration(seconds * (total - epoch)),
        )  # fmt: skip
