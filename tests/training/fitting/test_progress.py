import logging
import re
import sys
import threading
from pathlib import Path

import lightning.pytorch as pl
import pytest
import torch
from lightning.pytorch.callbacks import Callback
from torch import Tensor, nn
from torch.utils.data import DataLoader

from nomen.model.network.encoding import Encoder
from nomen.model.network.vocabulary import Vocabulary
from nomen.training.fitting.batches import LabelledBatch, collate
from nomen.training.fitting.progress import EpochLines, ThroughputBar, duration
from nomen.training.runs.quiet import quiet_lightning
from tests.training.sentences import SENTENCES


class Idle(pl.LightningModule):
    """Learns nothing, and logs a loss as the learner does."""

    def __init__(self) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(1))

    def training_step(self, batch: LabelledBatch, batch_idx: int) -> Tensor:
        """Log a loss of 0.25."""
        del batch, batch_idx
        self.log("train_loss", 0.25, prog_bar=True, batch_size=1)
        return self.weight.sum()

    def configure_optimizers(self) -> torch.optim.Optimizer:
        """Change nothing."""
        return torch.optim.SGD(self.parameters(), lr=0.0)


def train(vocabulary: Vocabulary, callbacks: list[Callback], *, folder: Path, steps: int) -> None:
    """Run one epoch of some steps, each of 15 tokens."""
    quiet_lightning()
    batch = collate(SENTENCES, Encoder(vocabulary, max_characters=24), ("O", "B", "I"))
    trainer = pl.Trainer(
        accelerator="cpu",
        max_epochs=1,
        callbacks=callbacks,
        logger=False,
        enable_checkpointing=False,
        enable_model_summary=False,
        default_root_dir=folder,
    )
    trainer.fit(Idle(), DataLoader([batch] * steps, batch_size=None))  # type: ignore[arg-type]  # a list is a map-style dataset


def test_a_log_has_a_line_every_200_steps_and_one_an_epoch(
    tiny_vocabulary: Vocabulary, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="nomen.train")
    train(tiny_vocabulary, [ThroughputBar(), EpochLines()], folder=tmp_path, steps=201)
    step, epoch = caplog.messages
    assert re.fullmatch(
        r"epoch 1: step 200 of 201, loss 0\.2500, \d+ tokens/s, at most 0 s left", step
    )
    expected = r"epoch 1 of 1: dev F1 nan, dev loss nan, \d+ tokens/s, \d+ s, at most 0 s left"
    assert re.fullmatch(expected, epoch)


def test_a_long_first_epoch_has_a_line_with_the_time_left(
    tiny_vocabulary: Vocabulary, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="nomen.train")
    train(tiny_vocabulary, [EpochLines(first_line_seconds=0)], folder=tmp_path, steps=3)
    first, _ = caplog.messages
    expected = r"epoch 1: step 1 of 3, loss 0\.2500, \d+ tokens/s, at most \d+ s left"
    assert re.fullmatch(expected, first)


class Draws(Callback):
    """Takes a second before the first epoch, as a resumed training does to draw it."""

    def on_train_epoch_start(self, trainer: pl.Trainer, pl_module: pl.LightningModule) -> None:
        """Take a second."""
        del trainer, pl_module
        threading.Event().wait(1)


def test_the_time_before_the_first_step_is_not_that_of_a_step(
    tiny_vocabulary: Vocabulary, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="nomen.train")
    callbacks = [Draws(), EpochLines(first_line_seconds=0)]
    train(tiny_vocabulary, callbacks, folder=tmp_path, steps=30)
    assert caplog.messages[0].startswith("epoch 1: step 1 of 30,")
    left = re.search(r"at most (\d+) s left", caplog.messages[0])
    assert left is not None
    assert int(left[1]) < 20


@pytest.mark.parametrize(
    ("seconds", "told"), [(0.4, "0 s"), (99, "99 s"), (180, "3 min"), (9000, "2.5 h")]
)
def test_a_time_is_told_in_a_unit_that_reads_well(seconds: float, told: str) -> None:
    assert duration(seconds) == told


class Shown(Callback):
    """Keeps what a bar shows after each step."""

    def __init__(self, bar: ThroughputBar) -> None:
        self._bar = bar
        self.metrics: list[dict[str, int | str | float | dict[str, float]]] = []

    def on_train_batch_end(
        self,
        trainer: pl.Trainer,
        pl_module: pl.LightningModule,
        outputs: object,
        batch: object,
        batch_idx: int,
    ) -> None:
        """Keep it."""
        del outputs, batch, batch_idx
        self.metrics.append(self._bar.get_metrics(trainer, pl_module))


def test_the_bar_shows_loss_speed_and_time_left(
    tiny_vocabulary: Vocabulary, tmp_path: Path
) -> None:
    bar = ThroughputBar()
    shown = Shown(bar)
    train(tiny_vocabulary, [EpochLines(), bar, shown], folder=tmp_path, steps=2)
    assert len(shown.metrics) == 2
    last = shown.metrics[-1]
    assert set(last) == {"loss", "tokens/s", "left"}
    assert float(str(last["loss"])) == 0.25
    assert int(str(last["tokens/s"])) > 0
    assert last["left"] == "0 s"


@pytest.mark.parametrize("is_terminal", [True, False])
def test_the_bar_is_shown_on_a_terminal_only(
    is_terminal: bool,  # noqa: FBT001  # a case
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: is_terminal)
    assert ThroughputBar().is_enabled is is_terminal
