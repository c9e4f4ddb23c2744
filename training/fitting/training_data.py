"""The sentences of a fit as Lightning's data: epochs newly drawn, dev sentences as they are."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import lightning.pytorch as pl
import numpy as np
import torch
from torch import Tensor
from torch.utils.data import DataLoader, Dataset

from nomen.model.network.batching import cut_by_length
from nomen.model.network.encoding import Encoder
from nomen.model.network.vocabulary import Vocabulary
from nomen.training.augmentation.augmentation import Augmenter
from nomen.training.data.labels import Corpora, LabelledSentence
from nomen.training.fitting.batches import LabelledBatch, collate_share
from nomen.training.fitting.epochs import Epoch, EpochDataset, EpochSource
from nomen.training.fitting.soft_labels import RAW
from nomen.training.processes import ONE_PROCESS, Processes
from nomen.training.recipes.loading import MADE
from nomen.training.recipes.recipe import Recipe
from nomen.training.storage.stored_sentences import lengths


class TrainingData(pl.LightningDataModule):
    """A newly drawn epoch each time, and the dev corpora as they are.

    Args:
        source: What epochs draw from.
        dev: The dev sentences by corpus.
        encoder: Of the network's vocabulary.
        labels: The head's, in the order of its logits.
        first: Epoch 0, if it was drawn already.
        processes: Those that share each batch.
    """

    def __init__(
        self,
        source: EpochSource,
        dev: Corpora,
        encoder: Encoder,
        labels: Sequence[str],
        *,
        first: Epoch | None = None,
        processes: Processes = ONE_PROCESS,
    ) -> None:
        super().__init__()
        self.processes = processes
        self.source = source
        self.encoder = encoder
        self.labels = labels
        self.dev = [
            DevBatches(
                sentences,
                encoder,
                labels,
                batch_tokens=source.batch_tokens * processes.number,
                processes=processes,
            )
            for sentences in dev.values()
        ]
        self._first = first

    def train_dataloader(self) -> DataLoader[LabelledBatch]:
        """Draw the batches of the current epoch."""
        number = self.trainer.current_epoch if self.trainer else 0
        first, self._first = self._first, None
        epoch = first if first and number == 0 else self.source.draw(epoch=number)
        batches = EpochDataset(epoch, self.encoder, self.labels, self.processes)
        return DataLoader(batches, batch_size=None)

    def val_dataloader(self) -> list[DataLoader[LabelledBatch]]:
        """Give the dev batches of each corpus."""
        return [DataLoader(batches, batch_size=None) for batches in self.dev]


class DevBatches(Dataset[LabelledBatch]):
    """The batches of one dev corpus, of similar length, each encoded when it is asked for.

    Of each batch, it has the share of one process.
    """

    def __init__(
        self,
        sentences: Sequence[LabelledSentence],
        encoder: Encoder,
        labels: Sequence[str],
        *,
        batch_tokens: int,
        processes: Processes = ONE_PROCESS,
    ) -> None:
        num_tokens = lengths(sentences)
        by_length = np.argsort(num_tokens, kind="stable").astype(np.int32)
        cuts = cut_by_length(num_tokens[by_length].tolist(), batch_tokens=batch_tokens)
        self._sentences = sentences
        self._batches = [by_length[cut.start : cut.stop] for cut in cuts]
        self._encoder = encoder
        self._labels = labels
        self._num_tokens = num_tokens
        self._processes = processes

    def __len__(self) -> int:
        return len(self._batches)

    def __getitem__(self, index: int) -> LabelledBatch:
        return collate_share(
            self._sentences,
            self._batches[index],
            self._num_tokens,
            encoder=self._encoder,
            labels=self._labels,
            processes=self._processes,
        )


def build_source(
    recipe: Recipe, train: Corpora, augmenters: Sequence[Augmenter], *, folder: Path | None = None
) -> EpochSource:
    """Give what the epochs of a recipe draw from its training sentences.

    Args:
        recipe: The recipe.
        train: Its training sentences by corpus.
        augmenters: Each changes the drawn sentences of one corpus.
        folder: Where those of an epoch are stored; None keeps them in memory.
    """
    return EpochSource(
        corpora=list(train.values()),
        shares=shares_of(recipe, train),
        augmenters=augmenters,
        batch_tokens=recipe.optimisation.batch_tokens,
        seed=recipe.seed,
        folder=folder,
    )


def count_epoch_tokens(recipe: Recipe, train: Corpora) -> int:
    """Count the tokens that an epoch of a recipe draws from its training sentences."""
    sizes = [int(lengths(corpus).sum()) for corpus in train.values()]
    shares = shares_of(recipe, train)
    return round(sum(size * share for size, share in zip(sizes, shares, strict=True)))


def shares_of(recipe: Recipe, train: Corpora) -> list[float]:
    """Give how many times an epoch of a recipe draws each corpus."""
    shares = {share.name: share.share for share in recipe.corpora}
    shares |= {share.name: share.share for share in recipe.documents}
    if recipe.generation:
        shares[MADE] = recipe.generation.share
    if recipe.distillation:
        shares[RAW] = recipe.distillation.share
    most = {share.name: share.tokens for share in recipe.corpora if share.tokens}
    return [
        min(shares[name], most[name] / int(lengths(corpus).sum())) if name in most else shares[name]
        for name, corpus in train.items()
    ]


def build_vocabulary(recipe: Recipe, train: Corpora) -> tuple[Vocabulary, Tensor]:
    """Build the vocabulary of training sentences.

    Returns:
        It, and how often each form was seen, float32 (F,), the unknown form first.
    """
    config = recipe.vocabulary
    vocabulary, counts = Vocabulary.build(
        tokens_of(train), min_count=config.min_count, max_forms=config.max_forms
    )
    return vocabulary, torch.tensor([0, *counts.values()], dtype=torch.float32)


def tokens_of(train: Corpora) -> Iterator[str]:
    """Give every token of training sentences, in order."""
    return (token for corpus in train.values() for s in corpus for token in s.tokens)
