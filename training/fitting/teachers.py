"""Teachers: several trained networks that say together what the labels of sentences are."""

import logging
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch

from nomen.model.network.batching import cut_by_tokens
from nomen.model.network.deep_bilstm import BatchTensors, label_probabilities
from nomen.model.network.encoding import Encoder
from nomen.model.network.label_sequences import FloatArray, label_marginals, name_and_begin
from nomen.training.data.labels import SoftLabels
from nomen.training.data.raw_texts import find_text, paragraphs
from nomen.training.fitting.fit import FittedNetwork
from nomen.training.fitting.soft_labels import NAME_PROBABILITY, Lessons, Tokens, draw_sentences
from nomen.training.recipes.distillation import Distillation
from nomen.training.recipes.loading import load_train
from nomen.training.recipes.recipe import Recipe

_BATCH_TOKENS = 8192
_CHUNK = 20_000

logger = logging.getLogger("nomen.train")


class _Numbered(NamedTuple):
    number: int
    tokens: Tokens


@dataclass(frozen=True, slots=True)
class Teachers:
    """Networks of one head, each with its own vocabulary, one at least."""

    networks: Sequence[FittedNetwork]

    def believe(self, sentences: Sequence[Tokens]) -> list[SoftLabels]:
        """Give the mean of the label marginals, float16 (T, K), for each sentence."""
        answers = [self._read(network, sentences) for network in self.networks]
        return [np.mean(rows, axis=0).astype(np.float16) for rows in zip(*answers, strict=True)]

    def _read(self, fitted: FittedNetwork, sentences: Sequence[Tokens]) -> list[FloatArray]:
        encoder = Encoder(fitted.vocabulary, max_characters=fitted.network.config.max_characters)
        by_length = sorted(map(_Numbered, range(len(sentences)), sentences), key=_length)
        found: dict[int, FloatArray] = {}
        for batch in cut_by_tokens(by_length, batch_tokens=_BATCH_TOKENS):
            answers = _marginals(fitted, encoder, [item.tokens for item in batch])
            found |= {
                item.number: rows[: len(item.tokens)]
                for item, rows in zip(batch, answers, strict=True)
            }
        return [found[i] for i in range(len(sentences))]


def _length(item: _Numbered) -> int:
    return len(item.tokens)


@torch.inference_mode()
def _marginals(fitted: FittedNetwork, encoder: Encoder, sentences: Sequence[Tokens]) -> FloatArray:
    """Give the marginal of each label, (B, T, K)."""
    batch = encoder.encode(sentences)
    probabilities = label_probabilities(fitted.network(BatchTensors.from_encoded(batch)))
    return label_marginals(probabilities.numpy(), batch.lengths, fitted.network.config.labels)


def check_texts(recipe: Recipe, texts: Path) -> None:
    """Tell at the beginning what the teachers would miss hours later.

    Raises:
        CorpusError: When a text of the recipe's `distillation` is missing, or is not the
            registered file.
    """
    for amount in recipe.distillation.texts if recipe.distillation else []:
        next(paragraphs(find_text(amount.name), texts), None)


def write_lessons(
    recipe: Recipe,
    choices: Distillation,
    teachers: Teachers,
    *,
    folder: Path,
    texts: Path,
    lessons: Path,
) -> None:
    """Let teachers read a recipe's labelled corpora and raw texts; keep what they say.

    Args:
        recipe: Names the corpora, the seed and the labels.
        choices: Name the raw texts and what is kept of them.
        teachers: Who reads.
        folder: The folder of registered corpora.
        texts: The folder of registered raw texts.
        lessons: Where the lessons go.

    Raises:
        CorpusError: When a corpus or text is missing or malformed.
    """
    train = load_train(recipe, folder)
    labelled = [s.tokens for corpus in train.values() for s in corpus]
    raw, raw_beliefs = _read_texts(recipe, choices, teachers, texts)
    logger.info("teachers: %d raw sentences kept", len(raw))
    Lessons(
        labelled=_joined(list(_in_chunks(teachers, labelled)), recipe),
        raw=raw,
        raw_beliefs=_joined(raw_beliefs, recipe),
    ).write(lessons)


def _read_texts(
    recipe: Recipe, choices: Distillation, teachers: Teachers, texts: Path
) -> tuple[list[Tokens], list[SoftLabels]]:
    """Give the raw sentences with a name, some without, and what teachers say of them."""
    drawn = [
        tokens
        for amount in choices.texts
        for tokens in draw_sentences(
            find_text(amount.name), texts, num_tokens=amount.tokens, seed=recipe.seed
        )
    ]
    generator = random.Random(f"{recipe.seed} without names")  # noqa: S311  # no secret
    sentences: list[Tokens] = []
    beliefs: list[SoftLabels] = []
    for tokens, said in zip(drawn, _in_chunks(teachers, drawn), strict=True):
        names, _ = name_and_begin(said.astype(np.float32), recipe.network.labels)
        is_kept = generator.random() < choices.without_names
        if is_kept or names.max() >= NAME_PROBABILITY:
            sentences.append(tokens)
            beliefs.append(said)
    return sentences, beliefs


def _in_chunks(teachers: Teachers, sentences: Sequence[Tokens]) -> Iterator[SoftLabels]:
    for start in range(0, len(sentences), _CHUNK):
        yield from teachers.believe(sentences[start : start + _CHUNK])
        logger.info(
            "teachers: read %d of %d sentences",
            min(start + _CHUNK, len(sentences)),
            len(sentences),
        )


def _joined(beliefs: Sequence[SoftLabels], recipe: Recipe) -> SoftLabels:
    none = np.zeros((0, len(recipe.network.labels)), dtype=np.float16)
    return np.concatenate([none, *beliefs])
