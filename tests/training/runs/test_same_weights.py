from dataclasses import dataclass
from typing import TypeVar

import lightning.pytorch as pl
import pytest
from torch import nn

from nomen.training.errors import TrainingError
from nomen.training.processes import ONE_PROCESS
from nomen.training.runs.same_weights import SameWeights, weights_digest
from tests.training.processes import Second

T = TypeVar("T")


class Weights(pl.LightningModule):
    """Two weights."""

    def __init__(self, second: float) -> None:
        super().__init__()
        self.linear = nn.Linear(1, 1)
        nn.init.constant_(self.linear.weight, 0.5)
        nn.init.constant_(self.linear.bias, second)


@dataclass(frozen=True, slots=True, kw_only=True)
class Differing(Second):
    """The second of two processes whose first one found something else."""

    def gather(self, found: T) -> list[T]:
        """Give an answer of the first that is none of this one's."""
        return [f"not {found}", found]  # type: ignore[list-item]  # a text, which T is here


def test_a_digest_tells_weights_apart() -> None:
    first, same, other = (weights_digest(Weights(value)) for value in (1.0, 1.0, 1.0000001))
    assert first == same
    assert first != other


def test_processes_with_the_same_weights_go_on() -> None:
    SameWeights(Second()).on_train_epoch_end(pl.Trainer(logger=False), Weights(1.0))
    SameWeights(ONE_PROCESS).on_train_epoch_end(pl.Trainer(logger=False), Weights(1.0))


def test_processes_with_different_weights_stop() -> None:
    check = SameWeights(Differing())
    with pytest.raises(TrainingError, match="step 0: the processes have different weights"):
        check.on_train_epoch_end(pl.Trainer(logger=False), Weights(1.0))
