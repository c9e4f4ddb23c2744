"""The epochs of a fit: sentences drawn from all corpora, changed, and cut into batches."""

import random
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from torch.utils.data import IterableDataset

from nomen.model.arrays import Int32Array
from nomen.model.network.batching import cut_by_length
from nomen.model.network.encoding import Encoder
from nomen.training.augmentation.augmentation import Augmenter
from nomen.training.data.labels import LabelledSentence
from nomen.training.fitting.batches import LabelledBatch, collate_share
from nomen.training.processes import ONE_PROCESS, Processes
from nomen.training.storage.stored_sentences import StoredSentences, lengths

_POOL_BATCHES = 50


@dataclass(frozen=True, slots=True)
class Epoch:
    """The batches of one epoch.

    Attributes:
        drawn: Its sentences, in the order in which they were drawn.
        num_tokens: int32 (S,), the tokens of each.
        batches: int32 (B,) each, the numbers of a batch's sentences.
    """

    drawn: Sequence[LabelledSentence]
    num_tokens: Int32Array
    batches: Sequence[Int32Array]

    def __len__(self) -> int:
        return len(self.batches)

    def __iter__(self) -> Iterator[list[LabelledSentence]]:
        for batch in self.batches:
            yield [self.drawn[number] for number in batch.tolist()]


@dataclass(frozen=True, slots=True, kw_only=True)
class EpochSource:
    """The training sentences of all corpora and how an epoch draws from them.

    Attributes:
        corpora: The sentences of each corpus.
        shares: How many times an epoch draws each corpus; 0.5 is a new random half each epoch.
        augmenters: Each changes the drawn sentences of one corpus.
        batch_tokens: Tokens of a batch, padding counted.
        seed: Of the draws.
        folder: Where the drawn sentences of an epoch are stored while it lasts, in a file without
            a name; None keeps them in memory.
    """

    corpora: Sequence[Sequence[LabelledSentence]]
    shares: Sequence[float]
    augmenters: Sequence[Augmenter]
    batch_tokens: int
    seed: int
    folder: Path | None = None

    def draw(self, *, epoch: int) -> Epoch:
        """Draw one epoch; seed and number decide it.

        Sentences are shuffled, sorted by length in pools, and the batches shuffled again.

        Raises:
            OSError: When the drawn sentences cannot be stored; the error names the folder.
        """
        generator = random.Random(f"{self.seed}-{epoch}")  # noqa: S311  # no secret
        changed = self._changed(generator)
        drawn = StoredSentences.from_stream(changed, self.folder) if self.folder else list(changed)
        order = array("i", range(len(drawn)))
        generator.shuffle(order)
        num_tokens = lengths(drawn)
        batches = self._batches(np.array(order, dtype=np.int32), num_tokens)
        generator.shuffle(batches)
        return Epoch(drawn, num_tokens, batches)

    def _changed(self, generator: random.Random) -> Iterator[LabelledSentence]:
        drawn = zip(self.corpora, self.shares, self.augmenters, strict=True)
        for corpus, share, augmenter in drawn:
            for index in _indices(len(corpus), share, generator):
                yield augmenter.apply(corpus, index, generator)

    def _batches(self, order: Int32Array, num_tokens: Int32Array) -> list[Int32Array]:
        """Cut sentences, given by number and shuffled, into batches of similar length."""
        mean_length = max(1, int(num_tokens.sum()) // max(1, len(order)))
        pool_size = max(1, _POOL_BATCHES * self.batch_tokens // mean_length)
        batches: list[Int32Array] = []
        for start in range(0, len(order), pool_size):
            pool = order[start : start + pool_size]
            pool = pool[np.argsort(num_tokens[pool], kind="stable")]
            cuts = cut_by_length(num_tokens[pool].tolist(), batch_tokens=self.batch_tokens)
            batches.extend(pool[cut.start : cut.stop] for cut in cuts)
        return batches


def _indices(size: int, share: float, generator: random.Random) -> Iterator[int]:
    """Give each index as often as the share says, then some once more, in random order."""
    part = array("i", generator.sample(range(size), round(size * (share % 1))))
    for _ in range(int(share)):
        yield from range(size)
    yield from part


class EpochDataset(IterableDataset[LabelledBatch]):
    """The batches of one epoch, encoded one by one; of each, the share of one process."""

    def __init__(
        self,
        epoch: Epoch,
        encoder: Encoder,
        labels: Sequence[str],
        processes: Processes = ONE_PROCESS,
    ) -> None:
        self._epoch = epoch
        self._encoder = encoder
        self._labels = labels
        self._processes = processes

    def __len__(self) -> int:
        return len(self._epoch)

    def __iter__(self) -> Iterator[LabelledBatch]:
        epoch = self._epoch
        for batch in epoch.batches:
            yield collate_share(
                epoch.drawn,
                batch,
                epoch.num_tokens,
                encoder=self._encoder,
                labels=self._labels,
                processes=self._processes,
            )
