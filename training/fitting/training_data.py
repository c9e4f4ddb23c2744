"""The sentences of a fit as Lightning's data: epochs newly drawn, dev sentences as they are."""

from collections.abc import Iterator, Sequence

import lightning.pytorch as pl
import torch
from torch import Tensor
from torch.utils.data import DataLoader

from nomen.model.network.batching import cut_by_tokens
from nomen.model.network.encoding import Encoder
from nomen.model.network.vocabulary import Vocabulary
from nomen.training.augmentation.augmentation import Augmenter
from nomen.training.data.labels import Corpora, LabelledSentence
from nomen.training.fitting.batches import EpochDataset, EpochSource, LabelledBatch, collate
from nomen.training.fitting.soft_labels import RAW
from nomen.training.recipes.loading import MADE
from nomen.training.recipes.recipe import Recipe


class TrainingData(pl.LightningDataModule):
    """A newly drawn epoch each time, and the dev corpora as they are."""

    def __init__(
        self, source: EpochSource, dev: Corpora, encoder: Encoder, labels: Sequence[str]
    ) -> None:
        super().__init__()
        self.source = source
        self.encoder = encoder
        self.labels = labels
        self.dev = [
            [
                collate(batch, encoder, labels)
                for batch in _dev_batches(sentences, source.batch_tokens)
            ]
            for sentences in dev.values()
        ]

    def train_dataloader(self) -> DataLoader[LabelledBatch]:
        """Draw the batches of the current epoch."""
        epoch = self.trainer.current_epoch if self.trainer else 0
        data = EpochDataset(self.source, self.encoder, self.labels, epoch=epoch)
        return DataLoader(data, batch_size=None)

    def val_dataloader(self) -> list[DataLoader[LabelledBatch]]:
        """Give the dev batches of each corpus."""
        return [DataLoader(batches, batch_size=None) for batches in self.dev]  # type: ignore[arg-type]  # a list is a map-style dataset


def _dev_batches(
    sentences: Sequence[LabelledSentence], batch_tokens: int
) -> list[list[LabelledSentence]]:
    by_length = sorted(sentences, key=lambda sentence: len(sentence.tokens))
    return list(cut_by_tokens(by_length, batch_tokens=batch_tokens))


def build_source(recipe: Recipe, train: Corpora, augmenter: Augmenter) -> EpochSource:
    """Give what the epochs of a recipe draw from its training sentences."""
    return EpochSource(
        corpora=list(train.values()),
        shares=_shares(recipe, train),
        augmenter=augmenter,
        batch_tokens=recipe.optimisation.batch_tokens,
        seed=recipe.seed,
    )


def count_epoch_tokens(recipe: Recipe, train: Corpora) -> int:
    """Count the tokens that an epoch of a recipe draws from its training sentences."""
    sizes = [sum(len(s.tokens) for s in corpus) for corpus in train.values()]
    shares = _shares(recipe, train)
    return round(sum(size * share for size, share in zip(sizes, shares, strict=True)))


def _shares(recipe: Recipe, train: Corpora) -> list[float]:
    shares = {share.name: share.share for share in recipe.corpora}
    shares |= {share.name: share.share for share in recipe.documents}
    if recipe.generation:
        shares[MADE] = recipe.generation.share
    if recipe.distillation:
        shares[RAW] = recipe.distillation.share
    return [shares[name] for name in train]


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
