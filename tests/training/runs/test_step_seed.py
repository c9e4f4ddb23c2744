from pathlib import Path

import lightning.pytorch as pl
import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader

from nomen.training.runs.quiet import quiet_lightning
from nomen.training.runs.step_seed import StepSeed


class Drawing(pl.LightningModule):
    """Draws a number at each step, as dropout does, and keeps it."""

    def __init__(self) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(1))
        self.drawn: list[float] = []

    def training_step(self, batch: Tensor, batch_idx: int) -> Tensor:
        """Draw."""
        del batch_idx
        self.drawn.append(torch.rand(1).item())
        return (self.weight * batch.sum()).sum()

    def configure_optimizers(self) -> torch.optim.Optimizer:
        """Change nothing."""
        return torch.optim.SGD(self.parameters(), lr=0.0)


def drawn_in_training(folder: Path, *, seed: int, rank: int = 0) -> list[float]:
    """Run two epochs of three steps; give what each step drew."""
    quiet_lightning()
    module = Drawing()
    trainer = pl.Trainer(
        accelerator="cpu",
        max_epochs=2,
        callbacks=[StepSeed(seed, rank=rank)],
        logger=False,
        enable_checkpointing=False,
        enable_progress_bar=False,
        enable_model_summary=False,
        default_root_dir=folder,
    )
    trainer.fit(module, DataLoader([torch.ones(1)] * 3, batch_size=1))  # type: ignore[arg-type]  # a list is a map-style dataset
    return module.drawn


def test_each_step_draws_anew_and_each_training_alike(tmp_path: Path) -> None:
    first, again = (drawn_in_training(tmp_path, seed=1) for _ in range(2))
    assert len(set(first)) == 6
    assert first == again
    assert not set(first) & set(drawn_in_training(tmp_path, seed=2))


def test_processes_draw_different_numbers(tmp_path: Path) -> None:
    first = drawn_in_training(tmp_path, seed=1)
    assert not set(first) & set(drawn_in_training(tmp_path, seed=1, rank=1))
