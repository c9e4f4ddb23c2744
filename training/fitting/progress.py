"""The progress of a training: a bar on a terminal, plain lines in a log."""

import logging
import sys
import time
from typing import Any

import lightning.pytorch as pl
from lightning.pytorch.callbacks import Callback, RichProgressBar
from rich.progress import BarColumn, MofNCompleteColumn, ProgressColumn, TextColumn

from nomen.training.fitting.batches import LabelledBatch

logger = logging.getLogger("nomen.train")


class ThroughputBar(RichProgressBar):
    """Lightning's bar with loss, dev F1, tokens a second and time left; on a terminal only."""

    def __init__(self) -> None:
        super().__init__()
        self._started = time.monotonic()
        self._first_step = 0
        if not sys.stderr.isatty():
            self.disable()

    def configure_columns(self, trainer: pl.Trainer) -> list[ProgressColumn]:
        """Show few columns, so that the metrics fit on a terminal of 80 characters."""
        del trainer
        return [TextColumn("{task.description}"), BarColumn(12), MofNCompleteColumn()]

    def on_train_start(self, trainer: pl.Trainer, pl_module: pl.LightningModule) -> None:
        """Start the clock; a resumed training does not begin at step 0."""
        super().on_train_start(trainer, pl_module)
        self._started, self._first_step = time.monotonic(), trainer.global_step

    def get_metrics(
        self, trainer: pl.Trainer, pl_module: pl.LightningModule
    ) -> dict[str, int | str | float | dict[str, float]]:
        """Give the metrics beside the bar."""
        shown = super().get_metrics(trainer, pl_module)
        names = {"train_loss": "loss", "dev_f1": "dev F1"}
        found = {new: shown[old] for old, new in names.items() if old in shown}
        rate = float(trainer.callback_metrics.get("tokens_per_second", 0.0))
        left = f"{self._seconds_left(trainer) / 60:.0f} min"
        return found | {"tokens/s": f"{rate:.0f}", "left": left}

    def _seconds_left(self, trainer: pl.Trainer) -> float:
        done = trainer.global_step - self._first_step
        total = float(trainer.estimated_stepping_batches) - self._first_step
        return (time.monotonic() - self._started) / max(1, done) * (total - done)


class EpochLines(Callback):
    """Logs the tokens a second of each step, and one line for each epoch with the time left."""

    def __init__(self) -> None:
        self._num_tokens = 0
        self._started = 0.0

    def on_train_epoch_start(self, trainer: pl.Trainer, pl_module: pl.LightningModule) -> None:
        """Start the clock and the count of tokens."""
        del trainer, pl_module
        self._num_tokens = 0
        self._started = time.monotonic()

    def on_train_batch_end(
        self,
        trainer: pl.Trainer,
        pl_module: pl.LightningModule,
        outputs: Any,  # noqa: ANN401  # Lightning's own signature
        batch: LabelledBatch,
        batch_idx: int,
    ) -> None:
        """Count the tokens of a batch; log a line every 200 batches."""
        del outputs
        self._num_tokens += batch.num_tokens
        rate = self._num_tokens / (time.monotonic() - self._started)
        pl_module.log("tokens_per_second", rate, prog_bar=True, batch_size=1)
        if batch_idx % 200 == 199:  # noqa: PLR2004  # one or two minutes apart
            total = int(trainer.num_training_batches)
            done = f"epoch {trainer.current_epoch + 1}: step {batch_idx + 1} of {total}"
            loss = float(trainer.callback_metrics.get("train_loss", float("nan")))
            logger.info("%s, loss %.4f, %.0f tokens/s", done, loss, rate)

    def on_train_epoch_end(self, trainer: pl.Trainer, pl_module: pl.LightningModule) -> None:
        """Log the dev F1, the speed and the most that the rest may take."""
        del pl_module
        seconds = time.monotonic() - self._started
        epoch, total = trainer.current_epoch + 1, trainer.max_epochs or 0
        score = float(trainer.callback_metrics.get("dev_f1", float("nan")))
        logger.info(
            "epoch %d of %d: dev F1 %.4f, %.0f tokens/s, %.0f s, at most %.0f s left",
            epoch, total, score, self._num_tokens / seconds, seconds, seconds * (total - epoch),
        )  # fmt: skip
