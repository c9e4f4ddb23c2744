"""Fits the network of one recipe to its labelled sentences."""

import logging
from pathlib import Path

import lightning.pytorch as pl
from torch import Tensor

from nomen.model.network.deep_bilstm import DeepBiLSTM
from nomen.model.network.encoding import Encoder
from nomen.model.network.vocabulary import Vocabulary
from nomen.training.data.labels import Corpora
from nomen.training.durable_files import named_errors
from nomen.training.fitting.first_weights import FirstWeights
from nomen.training.fitting.fitted_network import FittedNetwork, write_sources
from nomen.training.fitting.learner import Learner
from nomen.training.fitting.schedule import augmented, describe, scheduled
from nomen.training.fitting.soft_labels import SoftLabelSet
from nomen.training.fitting.trainer import build_trainer
from nomen.training.fitting.training_data import (
    TrainingData,
    build_source,
    build_vocabulary,
    count_epoch_tokens,
    tokens_of,
)
from nomen.training.recipes.loading import load_augmenters, made_sources, warn_of_overlap
from nomen.training.recipes.recipe import Recipe
from nomen.training.recipes.sources import block_sources, dev_sources, train_sources
from nomen.training.runs.devices import with_known_precision
from nomen.training.runs.run_folder import (
    FINISHED,
    keep_vocabulary,
    refuse_overwriting,
    sentences_digest,
    start_run,
)
from nomen.training.runs.training_run import TrainingRun
from nomen.training.storage.sentence_store import SentenceStore

STORED = "sentences"
"""The folder of the stored sentences, in the run folder while it trains."""

logger = logging.getLogger("nomen.train")


def fit(
    recipe: Recipe, run: TrainingRun, *, soft_labels: SoftLabelSet | None = None
) -> FittedNetwork:
    """Train the network of a recipe.

    Args:
        recipe: The recipe.
        run: The folders; no other training may write into the run folder. A run may be resumed
            with more epochs than before, see `start_run`.
        soft_labels: The teachers' soft labels of the recipe's sentences and of raw ones.

    Raises:
        CorpusError: When a corpus is missing or malformed.
        RecipeError: When what was pretrained has other sizes.
        TrainingError: When the run folder holds another training, or one of other sentences, or
            when the gradient is not finite.
        ProcessLostError: When another process of the run ends.
    """
    processes, recipe = run.processes, with_known_precision(recipe)
    first = FirstWeights.of(recipe)
    processes.by_first(lambda: refuse_overwriting(run))
    store = SentenceStore(run.folder / STORED, processes)
    if not run.resume:
        store.remove()
    train, dev = _read_sentences(recipe, run.corpora, store, soft_labels)
    recipe = _scheduled(recipe, train)
    if first:
        first = first.grown(tokens_of(train), recipe.vocabulary)
    last, is_finished = processes.from_first(
        lambda: _start(recipe, run.folder, sentences_digest(train, dev))
    )
    if not is_finished:
        _train(recipe, run, train=train, dev=dev, first=first, last=last)
        processes.by_first((run.folder / FINISHED).touch)
    store.remove()
    return FittedNetwork.from_run(run.folder)


def _start(recipe: Recipe, folder: Path, sentences: str) -> tuple[Path | None, bool]:
    """Start or resume; give the checkpoint to go on from, and whether nothing is left to do."""
    last = start_run(recipe, folder, sentences=sentences)
    return last, (folder / FINISHED).exists()


def _train(
    recipe: Recipe,
    run: TrainingRun,
    *,
    train: Corpora,
    dev: Corpora,
    first: FirstWeights | None,
    last: Path | None,
) -> None:
    """Build the network, its data and its trainer; train from the checkpoint `last`, if any."""
    vocabulary, form_counts = _vocabulary(recipe, train, first, run)
    run.processes.by_first(
        lambda: keep_vocabulary(vocabulary, run.folder, is_resumed=last is not None)
    )
    pl.seed_everything(recipe.seed, verbose=False)
    network = DeepBiLSTM.build(recipe.network, vocabulary)
    if first:
        first.initialise(network)
    augmenters = load_augmenters(recipe, run.corpora, train)
    source = build_source(recipe, train, augmenters, folder=run.folder / STORED)
    epoch = source.draw(epoch=0)
    num_batches = len(epoch)
    encoder = Encoder(vocabulary, max_characters=recipe.network.max_characters)
    learner = Learner(
        network,
        recipe.optimisation,
        form_counts=form_counts,
        dev_names=list(dev),
        num_steps=num_batches * recipe.optimisation.max_epochs,
        processes=run.processes,
    )
    shown = {name: sentences[: recipe.max_dev_sentences] for name, sentences in dev.items()}
    data = TrainingData(
        source, shown, encoder, recipe.network.labels, first=epoch, processes=run.processes
    )
    num_parameters = sum(parameter.numel() for parameter in network.parameters())
    logger.info(
        "network: %s parameters; %s steps an epoch, at most %s steps",
        f"{num_parameters:,}", f"{num_batches:,}", f"{learner.num_steps:,}",
    )  # fmt: skip
    with named_errors(run.folder):
        trainer = build_trainer(
            recipe, run.folder, num_batches=num_batches, processes=run.processes
        )
        trainer.fit(learner, data, ckpt_path=last)


def _read_sentences(
    recipe: Recipe, corpora: Path, store: SentenceStore, soft_labels: SoftLabelSet | None
) -> tuple[Corpora, Corpora]:
    """Read the training and the dev sentences, and store them.

    After the labelled sentences come raw ones with soft labels, documents and made pages.
    """
    train = store.keep("train", train_sources(recipe, corpora))
    dev = store.keep("dev", dev_sources(recipe, corpora))
    names = [documents.name for documents in recipe.documents]
    blocks = block_sources(names, "train", corpora) | made_sources(recipe, corpora, train)
    if soft_labels and recipe.distillation:
        weight = recipe.distillation.weight
        mixed = soft_labels.sources(train, labels=recipe.network.labels, weight=weight)
        train = store.keep("mixed", mixed)
    train |= store.keep("blocks", blocks)
    warn_of_overlap(train, dev)
    return train, dev


def _scheduled(recipe: Recipe, train: Corpora) -> Recipe:
    """Set by the number of tokens what the recipe leaves to it, and log it."""
    num_tokens = count_epoch_tokens(recipe, train)
    config = scheduled(recipe.optimisation, num_tokens=num_tokens)
    augmentation = augmented(recipe, num_tokens=num_tokens)
    logger.info("%s", describe(config, augmentation, num_tokens=num_tokens))
    return recipe.model_copy(update={"optimisation": config, "augmentation": augmentation})


def _vocabulary(
    recipe: Recipe, train: Corpora, first: FirstWeights | None, run: TrainingRun
) -> tuple[Vocabulary, Tensor]:
    """Give the vocabulary, that of the first weights if there are some, and each form's count."""
    if first is None:
        return build_vocabulary(recipe, train)
    run.processes.by_first(lambda: write_sources(run.folder, first.sources))
    return first.vocabulary, first.count_forms(tokens_of(train))
