import json
from pathlib import Path

import lightning.pytorch as pl
import pytest
import torch
from lightning.pytorch.loggers import TensorBoardLogger
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.plugins.hparams.plugin_data_pb2 import HParamsPluginData
from torch import Tensor, nn
from torch.utils.data import DataLoader, TensorDataset

from nomen.training.recipes.recipe import Recipe, read_recipe
from nomen.training.runs.hyperparameters import Hyperparameters, flattened
from nomen.training.runs.quiet import quiet_lightning


class Falling(pl.LightningModule):
    """Has a dev F1 of 0.5, then of 0.25."""

    def __init__(self) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(1))

    def training_step(self, batch: Tensor, batch_idx: int) -> Tensor:
        """Learn nothing."""
        del batch, batch_idx
        return self.weight.sum()

    def validation_step(self, batch: Tensor, batch_idx: int) -> None:
        """Measure nothing."""
        del batch, batch_idx

    def on_validation_epoch_end(self) -> None:
        """Halve the F1 with each epoch, and log it where the learner does."""
        self.log("dev_f1", 0.5 / (1 + self.current_epoch))

    def configure_optimizers(self) -> torch.optim.Optimizer:
        """Change nothing."""
        return torch.optim.SGD(self.parameters(), lr=0.0)


@pytest.fixture
def events(tmp_path: Path) -> EventAccumulator:
    quiet_lightning()
    recipe = read_recipe(Path("tests/data/recipe.toml"), Recipe)
    trainer = pl.Trainer(
        accelerator="cpu",
        max_epochs=2,
        callbacks=[Hyperparameters(recipe)],
        logger=[TensorBoardLogger(tmp_path, name="", version="")],
        log_every_n_steps=1,
        num_sanity_val_steps=0,
        enable_checkpointing=False,
        enable_model_summary=False,
        enable_progress_bar=False,
    )
    batches = DataLoader(TensorDataset(torch.zeros(1, 1)))
    trainer.fit(Falling(), batches, batches)
    return EventAccumulator(str(tmp_path)).Reload()


def test_tensorboard_has_the_fields_of_the_recipe(events: EventAccumulator) -> None:
    content = events.SummaryMetadata("_hparams_/session_start_info").plugin_data.content
    found = HParamsPluginData.FromString(content).session_start_info.hparams
    assert found["optimisation.learning_rate"].number_value == 1.5e-2
    assert found["optimisation.loss"].string_value == "tokens"
    assert json.loads(found["corpora"].string_value)[0]["name"] == "own"
    assert not {"description", "guideline"} & set(found)


def test_the_best_dev_f1_is_what_runs_are_compared_by(events: EventAccumulator) -> None:
    assert [event.value for event in events.Scalars("best_dev_f1")] == [0.0, 0.5, 0.5]


def test_tables_within_tables_have_their_whole_name() -> None:
    found = flattened({"seed": 1, "start": None, "network": {"cell": "lstm", "sizes": [2, 3]}})
    assert dict(found) == {"seed": 1, "network.cell": "lstm", "network.sizes": "[2, 3]"}
