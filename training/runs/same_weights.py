"""SameWeights: after each epoch, checks that all processes of a training have the same weights."""

import hashlib

import lightning.pytorch as pl
import torch
from lightning.pytorch.callbacks import Callback
from torch import nn

from nomen.training.errors import TrainingError
from nomen.training.processes import Processes


class SameWeights(Callback):
    """Compares a digest of the weights of all processes after each epoch.

    They begin with the same weights and take the same steps. Where they differ, the processes read
    other sentences or run other versions, and what they average means nothing.
    """

    def __init__(self, processes: Processes) -> None:
        self._processes = processes

    def on_train_epoch_end(self, trainer: pl.Trainer, pl_module: pl.LightningModule) -> None:
        """Compare.

        Raises:
            TrainingError: When they differ.
        """
        if self._processes.number == 1:
            return
        digests = self._processes.gather(weights_digest(pl_module))
        if len(set(digests)) > 1:
            raise TrainingError(
                f"step {trainer.global_step}: the processes have different weights; expected the "
                "same version of Nomen, the same files and the same kind of device for all"
            )


def weights_digest(module: nn.Module) -> str:
    """Give the SHA-256 of all weights of a module, in order, in hexadecimal."""
    digest = hashlib.sha256()
    for parameter in module.parameters():
        flat = parameter.detach().cpu().contiguous().view(-1)
        digest.update(flat.view(torch.uint8).numpy().data)
    return digest.hexdigest()
