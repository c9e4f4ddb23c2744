"""The checkpoints of a training: written whole, the best one kept, early stopping by dev F1."""

import io
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import lightning.pytorch as pl
import torch
from lightning.fabric.plugins.io.torch_io import TorchCheckpointIO
from lightning.pytorch.callbacks import EarlyStopping, ModelCheckpoint
from torch import Tensor

from nomen.training.durable_files import write_whole
from nomen.training.errors import TrainingError

CHECKPOINTS, BEST, LAST = "checkpoints", "checkpoints/best.ckpt", "checkpoints/last.ckpt"
MONITOR = "dev_f1"


class WholeCheckpoints(TorchCheckpointIO):
    """Writes checkpoints whole or not at all, and refuses a damaged one in one line."""

    def save_checkpoint(
        self,
        checkpoint: dict[str, Any],
        path: str | Path,
        storage_options: object | None = None,
    ) -> None:
        """Write a checkpoint beside the old one, then replace the old one.

        Raises:
            OSError: When it cannot be written; the error names the file.
        """
        del storage_options
        content = io.BytesIO()
        torch.save(checkpoint, content)
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        write_whole(Path(path), content.getvalue())

    def load_checkpoint(
        self,
        path: str | Path,
        map_location: Callable[[Any, Any], Any] | None = None,
        weights_only: bool | None = None,  # noqa: FBT001  # Lightning's own signature
    ) -> dict[str, Any]:
        """Read a checkpoint; see `read_checkpoint`."""
        del map_location, weights_only
        return read_checkpoint(Path(path))


def read_checkpoint(path: Path) -> dict[str, Any]:
    """Read a checkpoint into the CPU's memory.

    Raises:
        TrainingError: When it is damaged.
    """
    try:
        checkpoint: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
    except (RuntimeError, EOFError, ValueError, KeyError, pickle.UnpicklingError) as error:
        raise TrainingError(
            f"{path}: a damaged checkpoint; expected a whole one, or another --run"
        ) from error
    return checkpoint


class BestCheckpoint(ModelCheckpoint):
    """Keeps the checkpoint with the highest dev F1; of equal ones, the later, which saw more."""

    def check_monitor_top_k(self, trainer: pl.Trainer, current: Tensor | None = None) -> bool:
        """Tell whether an epoch is at least as good as the best so far."""
        is_equal = (
            current is not None
            and self.best_model_score is not None
            and bool(current == self.best_model_score)
        )
        return is_equal or super().check_monitor_top_k(trainer, current)


class DevEarlyStopping(EarlyStopping):
    """Stops a training after some epochs without a better dev F1, counted once F1 is above 0.

    Args:
        patience: Epochs without a better dev F1.
        max_epochs: Of the training. A training that resumes with more of them counts its patience
            from 0 again.
    """

    def __init__(self, patience: int, *, max_epochs: int) -> None:
        super().__init__(MONITOR, mode="max", patience=patience)
        self._max_epochs = max_epochs

    def state_dict(self) -> dict[str, Any]:
        """Give the state for a checkpoint."""
        return {**super().state_dict(), "max_epochs": self._max_epochs}

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Take the state from a checkpoint."""
        super().load_state_dict(state_dict)
        if state_dict["max_epochs"] < self._max_epochs:
            self.wait_count = 0

    def _evaluate_stopping_criteria(self, current: Tensor) -> tuple[bool, str | None]:
        if current == 0 and self.best_score <= 0:
            return False, None
        return super()._evaluate_stopping_criteria(current)


def last_checkpoint(folder: Path) -> ModelCheckpoint:
    """Build the callback that writes `last.ckpt` into a folder after each epoch, to resume from."""
    return ModelCheckpoint(
        folder, filename="last", save_on_train_epoch_end=True, enable_version_counter=False
    )
