"""Fine-tunes a bundle with some sentences, and counts the names that it then finds."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from nomen.model.arrays import IntArray
from nomen.model.bundle.bundle import read_bundle
from nomen.model.bundle.shipped import find_bundle
from nomen.model.names.finding import find_names
from nomen.model.network.label_sequences import name_and_begin
from nomen.training.data.labels import LabelledSentence, Span
from nomen.training.distillation.teachers import Teacher, Teachers
from nomen.training.evaluation.scores import count_names
from nomen.training.fitting.fit import fit
from nomen.training.fitting.fitted_network import FittedNetwork
from nomen.training.recipes.corpus_share import CorpusShare
from nomen.training.recipes.recipe import Optimisation, Recipe
from nomen.training.runs.training_run import TrainingRun
from nomen.training.suggesting.candidates import Candidate

LEARNING_RATE = 1e-3
MAX_EPOCHS = 5
BATCH_TOKENS, LARGE_BATCH_TOKENS = 256, 512
LARGE_TOKENS = 6000
"""Tokens of an epoch from which batches are large."""
THRESHOLD = 0.5


def teach(bundle: str, train: Path, folder: Path, *, num_tokens: int, seed: int) -> FittedNetwork:
    """Fine-tune a bundle on a file of sentences, for five epochs.

    The sentences themselves choose the epoch, as a rule the last: a few dev sentences would decide
    by chance.

    Args:
        bundle: A shipped bundle's name, or a folder.
        train: JSON Lines.
        folder: The run folder.
        num_tokens: Tokens of the sentences.
        seed: Of the training.

    Raises:
        CorpusError: When the file has no name.
    """
    manifest = read_bundle(find_bundle(bundle)).manifest
    optimisation = Optimisation(
        learning_rate=LEARNING_RATE,
        batch_tokens=LARGE_BATCH_TOKENS if num_tokens > LARGE_TOKENS else BATCH_TOKENS,
        max_epochs=MAX_EPOCHS,
        patience=MAX_EPOCHS,
        embedding_rate=0.0,
    )
    recipe = Recipe(
        name="study",
        seed=seed,
        corpora=[CorpusShare(name="own", train=train.resolve(), dev=train.resolve())],
        network=manifest.network,
        start=bundle,
        optimisation=optimisation,
    )
    run = TrainingRun(corpora=folder / "none", texts=folder / "none", folder=folder)
    return fit(recipe, run)


def write_labelled(
    path: Path, candidates: Sequence[Candidate], gold: Sequence[Sequence[Span]]
) -> None:
    """Write sentences with their true names, as an annotator would return them."""
    rows = (
        {"text": each.text, "spans": [{"start": start, "end": end} for start, end in names]}
        for each, names in zip(candidates, gold, strict=True)
    )
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")


def count_found(fitted: Teacher, sentences: Sequence[LabelledSentence]) -> IntArray:
    """Count the gold, predicted and correct names of each sentence, int64 (S, 3).

    The network alone decides, at threshold 0.5, without the tagger's rules.
    """
    marginals = Teachers([fitted]).label([sentence.tokens for sentence in sentences])
    labels = fitted.network.config.labels
    predicted: list[list[Span]] = []
    for rows in marginals:
        name, begin = name_and_begin(rows.astype(np.float32), labels)
        found = find_names(name, begin, threshold=THRESHOLD)
        predicted.append([(each.start, each.stop) for each in found])
    return count_names([sentence.names for sentence in sentences], predicted)
