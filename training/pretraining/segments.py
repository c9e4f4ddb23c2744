"""The batches of a pretraining as Lightning's data: a plan in segments, and held-out batches."""

from collections.abc import Iterator, Sequence

import lightning.pytorch as pl
import numpy as np
from torch.utils.data import DataLoader, IterableDataset

from nomen.training.pretraining.batches import (
    BatchMaker,
    BatchPlan,
    LanguageBatch,
    held_out_batches,
)
from nomen.training.pretraining.text import PretrainingText
from nomen.training.processes import ONE_PROCESS, Processes
from nomen.training.recipes.pretraining import Pretraining


class Segment(IterableDataset[LanguageBatch]):
    """Some consecutive batches of a plan, which Lightning counts as an epoch.

    The casing of a batch depends on its number and the seed alone, so that a resumed pretraining
    equals an uninterrupted one.
    """

    def __init__(
        self,
        plan: BatchPlan,
        maker: BatchMaker,
        config: Pretraining,
        *,
        seed: int,
        numbers: Sequence[int],
    ) -> None:
        self._plan = plan
        self._maker = maker
        self._config = config
        self._seed = seed
        self._numbers = numbers

    def __len__(self) -> int:
        return len(self._numbers)

    def __iter__(self) -> Iterator[LanguageBatch]:
        config = self._config
        for number in self._numbers:
            ids = self._plan.batch(number)
            draw = np.random.default_rng((self._seed, 1, number)).random(len(ids))
            lower, upper = draw < config.lower, draw > 1 - config.upper
            yield self._maker.make_share(ids, lower=lower, upper=upper)


class PretrainingData(pl.LightningDataModule):
    """The segments of a plan, one after the other, and the held-out batches."""

    def __init__(
        self,
        text: PretrainingText,
        plan: BatchPlan,
        config: Pretraining,
        *,
        seed: int,
        processes: Processes = ONE_PROCESS,
    ) -> None:
        super().__init__()
        self._maker = BatchMaker(text.sentences, text.encoded, processes)
        self._plan = plan
        self._config = config
        self._seed = seed
        self._held_out = held_out_batches(
            self._maker,
            text.held_out,
            text.sentences.lengths,
            batch_tokens=config.batch_tokens * processes.number,
        )

    def train_dataloader(self) -> DataLoader[LanguageBatch]:
        """Give the segment of Lightning's current epoch."""
        first = (self.trainer.current_epoch if self.trainer else 0) * self._config.segment_batches
        stop = min(first + self._config.segment_batches, self._plan.num_batches)
        numbers = range(first, stop)
        segment = Segment(self._plan, self._maker, self._config, seed=self._seed, numbers=numbers)
        return DataLoader(segment, batch_size=None)

    def val_dataloader(self) -> DataLoader[LanguageBatch]:
        """Give the held-out batches."""
        return DataLoader(self._held_out, batch_size=None)  # type: ignore[arg-type]  # a list is a map-style dataset
