"""Fits one recipe: corpora, vocabulary, network, Lightning's trainer; knows no bundle."""

import logging
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import lightning.pytorch as pl
import torch
from lightning.pytorch.callbacks import (
    Callback,
    EarlyStopping,
    LearningRateMonitor,
    ModelCheckpoint,
)
from lightning.pytorch.loggers import CSVLogger, TensorBoardLogger
from torch.utils.data import DataLoader

from model.batching import cut_by_tokens
from model.encoding import Encoder
from model.network import DeepBiLSTM
from model.vocabulary import Vocabulary
from training.batches import EpochDataset, EpochSource, LabelledBatch, collate
from training.corpora import load_split, registry
from training.errors import CorpusError, RecipeError
from training.harmonisation import strip_titles
from training.labels import LabelledSentence
from training.learner import Learner, RunningAverage
from training.progress import EpochLines, ThroughputBar
from training.readers import read_sentences
from training.recipe import CorpusShare, Recipe

Corpora = dict[str, list[LabelledSentence]]


@dataclass(frozen=True, slots=True, kw_only=True)
class FittedNetwork:
    """What a training leaves: the network with its best weights and what it needs to read."""

    network: DeepBiLSTM
    vocabulary: Vocabulary
    dev: Corpora
    best_dev_f1: float
    num_epochs: int


def load_train(recipe: Recipe, folder: Path) -> Corpora:
    """Read the training sentences of each corpus of a recipe."""
    return {share.name: _load(share, "train", folder) for share in recipe.corpora}


def load_dev(recipe: Recipe, folder: Path) -> Corpora:
    """Read the dev sentences: those the recipe lists, else those of its corpora that have some."""
    shares = {share.name: share for share in recipe.corpora}
    names = recipe.dev or [s.name for s in recipe.corpora if _has_dev(s)]
    if not names:
        raise RecipeError("dev: expected a corpus with dev sentences to choose the weights by")
    dev = {
        name: _load(shares.get(name, CorpusShare(name=name)), "dev", folder)[
            : recipe.max_dev_sentences
        ]
        for name in names
    }
    return dev


def _has_dev(share: CorpusShare) -> bool:
    return bool(share.dev) or (share.train is None and "dev" in registry()[share.name].sha256)


def _load(share: CorpusShare, split: str, folder: Path) -> list[LabelledSentence]:
    own = share.train if split == "train" else share.dev
    if own is None:
        if share.train is not None:
            raise CorpusError(f"{share.name}: expected a path '{split}' in the recipe")
        return load_split(share.name, "train" if split == "train" else "dev", folder)
    sentences = read_sentences(own, scheme=share.scheme)
    return [strip_titles(s) for s in sentences] if share.titles == "strip" else sentences


class TrainingData(pl.LightningDataModule):
    """A newly drawn epoch each time, and the dev corpora as they are."""

    def __init__(self, source: EpochSource, dev: Corpora, encoder: Encoder, labels: Sequence[str]):
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


def fit(recipe: Recipe, *, folder: Path, run: Path, resume: bool = False) -> FittedNetwork:
    """Train the network of a recipe.

    Args:
        recipe: The choices.
        folder: The folder of registered corpora.
        run: Where checkpoints and logs go.
        resume: Go on from the run's last checkpoint.

    Raises:
        CorpusError: When a corpus is missing or malformed.
        TrainingError: When the gradient is no number.
    """
    train, dev = load_train(recipe, folder), load_dev(recipe, folder)
    tokens = (token for corpus in train.values() for s in corpus for token in s.tokens)
    vocabulary, counts = Vocabulary.build(
        tokens, min_count=recipe.vocabulary.min_count, max_forms=recipe.vocabulary.max_forms
    )
    pl.seed_everything(recipe.seed, verbose=False)
    network = DeepBiLSTM.build(recipe.network, vocabulary)
    source = EpochSource(
        corpora=list(train.values()),
        shares=[share.share for share in recipe.corpora],
        augmentation=recipe.augmentation,
        batch_tokens=recipe.optimisation.batch_tokens,
        seed=recipe.seed,
    )
    encoder = Encoder(vocabulary, max_characters=recipe.network.max_characters)
    learner = Learner(
        network,
        recipe.optimisation,
        form_counts=torch.tensor([10**9, *counts.values()], dtype=torch.float32),
        dev_names=list(dev),
        num_steps=source.num_batches() * recipe.optimisation.max_epochs,
    )
    data = TrainingData(source, dev, encoder, recipe.network.labels)
    trainer, best = _trainer(recipe, run)
    last = run / "checkpoints" / "last.ckpt"
    trainer.fit(learner, data, ckpt_path=last if resume and last.exists() else None)
    load_checkpoint(network, Path(best.best_model_path))
    return FittedNetwork(
        network=network.eval(),
        vocabulary=vocabulary,
        dev=dev,
        best_dev_f1=float(best.best_model_score or 0.0),
        num_epochs=trainer.current_epoch,
    )


def load_checkpoint(network: DeepBiLSTM, path: Path) -> None:
    """Load the (averaged) weights of a checkpoint that this training wrote."""
    state = torch.load(path, map_location="cpu", weights_only=True)["state_dict"]
    prefix = "network."
    weights = {k.removeprefix(prefix): v for k, v in state.items() if k.startswith(prefix)}
    network.load_state_dict(weights)


def _trainer(recipe: Recipe, run: Path) -> tuple[pl.Trainer, ModelCheckpoint]:
    choices = recipe.optimisation
    best = ModelCheckpoint(
        run / "checkpoints", filename="best", monitor="dev_f1", mode="max", save_last=True,
        enable_version_counter=False,
    )  # fmt: skip
    callbacks: list[Callback] = [
        best,
        EarlyStopping("dev_f1", mode="max", patience=choices.patience),
        LearningRateMonitor("step"),
        EpochSeed(recipe.seed),
        ThroughputBar(),
        EpochLines(),
    ]
    if choices.average_decay:
        callbacks.append(RunningAverage(choices.average_decay))
    logging.getLogger("lightning.pytorch").setLevel(logging.WARNING)
    warnings.filterwarnings("ignore", message=".*does not have many workers.*")
    trainer = pl.Trainer(
        accelerator="auto",
        devices=1,
        precision=choices.precision,
        max_epochs=choices.max_epochs,
        callbacks=callbacks,
        logger=[CSVLogger(run, name="", version="csv"), TensorBoardLogger(run, name="", version="tensorboard")],
        num_sanity_val_steps=0,
        log_every_n_steps=20,
        reload_dataloaders_every_n_epochs=1,
        enable_model_summary=False,
    )  # fmt: skip
    return trainer, best


class EpochSeed(Callback):
    """Seeds each epoch by its number, so that a resumed training equals an uninterrupted one."""

    def __init__(self, seed: int) -> None:
        self._seed = seed

    def on_train_epoch_start(self, trainer: pl.Trainer, pl_module: pl.LightningModule) -> None:
        """Seed torch's generators."""
        del pl_module
        torch.manual_seed(self._seed * 10_000 + trainer.current_epoch)
