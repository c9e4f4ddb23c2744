"""Fits one recipe: corpora, vocabulary, network, Lightning's trainer; knows no bundle."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import lightning.pytorch as pl
import torch
from pydantic import TypeAdapter
from torch import Tensor
from torch.utils.data import DataLoader

from nomen.model.bundle.bundle import CorpusFacts
from nomen.model.network.batching import cut_by_tokens
from nomen.model.network.deep_bilstm import DeepBiLSTM
from nomen.model.network.encoding import Encoder
from nomen.model.network.vocabulary import Vocabulary
from nomen.training.augmentation.augmentation import Augmenter
from nomen.training.data.labels import LabelledSentence
from nomen.training.durable_files import named_errors, write_whole
from nomen.training.errors import TrainingError
from nomen.training.fitting.batches import EpochDataset, EpochSource, LabelledBatch, collate
from nomen.training.fitting.learner import NUM_FOUND, Learner
from nomen.training.fitting.schedule import augmented, describe, scheduled
from nomen.training.fitting.soft_labels import RAW, Lessons
from nomen.training.fitting.trainer import build_trainer
from nomen.training.pretraining.pretrained import Pretrained
from nomen.training.recipes.loading import (
    Corpora,
    load_augmenter,
    load_dev,
    load_train,
    warn_of_overlap,
)
from nomen.training.recipes.recipe import Recipe
from nomen.training.runs.checkpoints import BEST, read_checkpoint
from nomen.training.runs.run_folder import (
    FINISHED,
    RECIPE,
    VOCABULARY,
    keep_vocabulary,
    refuse_overwriting,
    sentences_digest,
    start_run,
)

SOURCES = "pretrained_on.json"
_SOURCES = TypeAdapter(list[CorpusFacts])

logger = logging.getLogger("nomen.train")


@dataclass(frozen=True, slots=True, kw_only=True)
class FittedNetwork:
    """What a training leaves in its run folder, read back.

    Attributes:
        recipe: Its choices.
        vocabulary: Its forms and characters.
        network: With the best weights.
        pretrained_on: The texts and corpora that its first weights were learned from.
        num_dev_names: The dev names that these weights find, at threshold 0.5; None where the
            run folder, of an earlier version, does not say so.
    """

    recipe: Recipe
    vocabulary: Vocabulary
    network: DeepBiLSTM
    pretrained_on: list[CorpusFacts]
    num_dev_names: int | None = None

    @classmethod
    def from_run(cls, run: Path) -> "FittedNetwork":
        """Read the recipe, the vocabulary and the best (averaged) weights of a run folder.

        Raises:
            TrainingError: When the folder is not that of a training that finished an epoch.
        """
        for file in (RECIPE, VOCABULARY, BEST):
            if not (run / file).exists():
                raise TrainingError(f"{run / file}: expected a training's run folder, with it")
        recipe = Recipe.model_validate_json((run / RECIPE).read_bytes())
        vocabulary = Vocabulary.model_validate_json((run / VOCABULARY).read_bytes())
        network = DeepBiLSTM.build(recipe.network, vocabulary)
        checkpoint = read_checkpoint(run / BEST)
        state = checkpoint["state_dict"]
        prefix = "network."
        weights = {k.removeprefix(prefix): v for k, v in state.items() if k.startswith(prefix)}
        network.load_state_dict(weights)
        sources = (run / SOURCES).read_bytes() if (run / SOURCES).exists() else b"[]"
        return cls(
            recipe=recipe,
            vocabulary=vocabulary,
            network=network.eval(),
            pretrained_on=_SOURCES.validate_json(sources),
            num_dev_names=checkpoint.get(NUM_FOUND),
        )


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


def fit(
    recipe: Recipe,
    *,
    folder: Path,
    run: Path,
    lessons: Lessons | None = None,
    resume: bool = False,
) -> FittedNetwork:
    """Train the network of a recipe.

    Args:
        recipe: The choices.
        folder: The folder of registered corpora.
        run: Where the recipe, checkpoints and logs go; no other training may write there.
        lessons: What teachers say of the recipe's sentences and of raw ones.
        resume: Go on from the run's last checkpoint, if there is one; see `start_run` for more
            epochs than before.

    Raises:
        CorpusError: When a corpus is missing or malformed.
        RecipeError: When what was pretrained has other sizes.
        TrainingError: When the run folder holds another training, or one of other sentences, or
            the gradient is no number.
    """
    pretrained = _read_pretrained(recipe)
    refuse_overwriting(run, resume=resume)
    train, dev = _read_sentences(recipe, folder, lessons)
    recipe = schedule(recipe, train)
    last = start_run(recipe, run, sentences=sentences_digest(train, dev))
    if (run / FINISHED).exists():
        return FittedNetwork.from_run(run)
    if pretrained:
        write_whole(run / SOURCES, _SOURCES.dump_json(pretrained.facts.sources))
        vocabulary = pretrained.facts.vocabulary
        form_counts = pretrained.count_forms(_tokens(train))
    else:
        vocabulary, form_counts = build_vocabulary(recipe, train)
    keep_vocabulary(vocabulary, run, is_resumed=last is not None)
    pl.seed_everything(recipe.seed, verbose=False)
    network = DeepBiLSTM.build(recipe.network, vocabulary)
    if pretrained:
        pretrained.initialise(network)
    source = build_source(recipe, train, load_augmenter(recipe, folder, train))
    num_batches = source.num_batches()
    encoder = Encoder(vocabulary, max_characters=recipe.network.max_characters)
    learner = Learner(
        network,
        recipe.optimisation,
        form_counts=form_counts,
        dev_names=list(dev),
        num_steps=num_batches * recipe.optimisation.max_epochs,
    )
    shown = {name: sentences[: recipe.max_dev_sentences] for name, sentences in dev.items()}
    data = TrainingData(source, shown, encoder, recipe.network.labels)
    logger.info("network: %s parameters", f"{sum(p.numel() for p in network.parameters()):,}")
    with named_errors(run):
        build_trainer(recipe, run, num_batches=num_batches).fit(learner, data, ckpt_path=last)
    (run / FINISHED).touch()
    return FittedNetwork.from_run(run)


def _read_sentences(
    recipe: Recipe, folder: Path, lessons: Lessons | None
) -> tuple[Corpora, Corpora]:
    """Give what is learned from, the lessons' raw sentences too, and the dev sentences."""
    train, dev = load_train(recipe, folder), load_dev(recipe, folder)
    if lessons and recipe.distillation:
        trust = recipe.distillation.trust
        train = lessons.teach(train, labels=recipe.network.labels, trust=trust)
    warn_of_overlap(train, dev)
    return train, dev


def _read_pretrained(recipe: Recipe) -> Pretrained | None:
    if recipe.pretrained is None:
        return None
    found = Pretrained.from_file(recipe.pretrained)
    found.check(recipe.network)
    return found


def build_vocabulary(recipe: Recipe, train: Corpora) -> tuple[Vocabulary, Tensor]:
    """Build the vocabulary of training sentences.

    Returns:
        It, and how often each form was seen, float32 (F,), the unknown form first.
    """
    choices = recipe.vocabulary
    vocabulary, counts = Vocabulary.build(
        _tokens(train), min_count=choices.min_count, max_forms=choices.max_forms
    )
    return vocabulary, torch.tensor([0, *counts.values()], dtype=torch.float32)


def _tokens(train: Corpora) -> Iterator[str]:
    return (token for corpus in train.values() for s in corpus for token in s.tokens)


def schedule(recipe: Recipe, train: Corpora) -> Recipe:
    """Fill in what the recipe leaves to the number of its sentences, and log it."""
    shares = _shares(recipe, train)
    sizes = [sum(len(s.tokens) for s in corpus) for corpus in train.values()]
    num_tokens = round(sum(size * share for size, share in zip(sizes, shares, strict=True)))
    chosen = scheduled(recipe.optimisation, num_tokens=num_tokens)
    changes = augmented(recipe, num_tokens=num_tokens)
    logger.info("%s", describe(chosen, changes, num_tokens=num_tokens))
    return recipe.model_copy(update={"optimisation": chosen, "augmentation": changes})


def build_source(recipe: Recipe, train: Corpora, augmenter: Augmenter) -> EpochSource:
    """Give what the epochs of a recipe draw from training sentences."""
    return EpochSource(
        corpora=list(train.values()),
        shares=_shares(recipe, train),
        augmenter=augmenter,
        batch_tokens=recipe.optimisation.batch_tokens,
        seed=recipe.seed,
    )


def _shares(recipe: Recipe, train: Corpora) -> list[float]:
    shares = {share.name: share.share for share in recipe.corpora}
    if recipe.distillation:
        shares[RAW] = recipe.distillation.share
    return [shares[name] for name in train]
