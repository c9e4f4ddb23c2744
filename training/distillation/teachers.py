"""Teachers: several fitted networks whose mean label probabilities are soft labels."""

import logging
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import NamedTuple, Protocol

import numpy as np
import torch

from nomen.model.arrays import Float32Array
from nomen.model.network.batching import cut_by_tokens
from nomen.model.network.deep_bilstm import BatchTensors, DeepBiLSTM, label_probabilities
from nomen.model.network.encoding import Encoder
from nomen.model.network.label_sequences import label_marginals, name_and_begin
from nomen.model.network.vocabulary import Vocabulary
from nomen.training.data.labels import SoftLabels
from nomen.training.data.raw_texts import find_text
from nomen.training.data.registry import language_of
from nomen.training.distillation.raw_sentences import draw_own_sentences, draw_raw_sentences
from nomen.training.errors import RecipeError
from nomen.training.fitting.soft_labels import Tokens
from nomen.training.recipes.distillation import Distillation
from nomen.training.recipes.recipe import Recipe
from nomen.training.recipes.sources import share_source

NAME_PROBABILITY = 0.02
"""The teachers see a name in a sentence where a token's name probability is at least this."""

_BATCH_TOKENS = 8192
_CHUNK = 20_000

logger = logging.getLogger("nomen.train")


class _Numbered(NamedTuple):
    number: int
    tokens: Tokens


class Teacher(Protocol):
    """A network with the vocabulary that it reads."""

    @property
    def network(self) -> DeepBiLSTM:
        """The network."""
        ...

    @property
    def vocabulary(self) -> Vocabulary:
        """Its forms and characters."""
        ...

    @property
    def languages(self) -> frozenset[str]:
        """The languages that it tags."""
        ...


@dataclass(frozen=True, slots=True)
class Teachers:
    """Networks of one head, each with its own vocabulary, one at least."""

    networks: Sequence[Teacher]

    def of(self, language: str) -> "Teachers":
        """Give those that tag a language.

        Raises:
            RecipeError: When none does.
        """
        found = [network for network in self.networks if language in network.languages]
        if not found:
            raise RecipeError(f"distillation: expected a teacher that tags {language}; none does")
        return Teachers(found)

    def label(self, sentences: Sequence[Tokens]) -> list[SoftLabels]:
        """Give the mean of the label marginals, float16 (T, K), for each sentence."""
        answers = [self._read(network, sentences) for network in self.networks]
        return [np.mean(rows, axis=0).astype(np.float16) for rows in zip(*answers, strict=True)]

    def _read(self, fitted: Teacher, sentences: Sequence[Tokens]) -> list[Float32Array]:
        encoder = Encoder(fitted.vocabulary, max_characters=fitted.network.config.max_characters)
        by_length = sorted(map(_Numbered, range(len(sentences)), sentences), key=_length)
        found: dict[int, Float32Array] = {}
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
def _marginals(fitted: Teacher, encoder: Encoder, sentences: Sequence[Tokens]) -> Float32Array:
    """Give the marginal of each label, float32 (B, T, K)."""
    batch = encoder.encode(sentences)
    probabilities = label_probabilities(fitted.network(BatchTensors.from_encoded(batch)))
    return label_marginals(probabilities.numpy(), batch.lengths, fitted.network.config.labels)


def label_corpora(teachers: Teachers, recipe: Recipe, corpora: Path) -> Iterator[SoftLabels]:
    """Label the sentences of a recipe's corpora, in their order: float16 (T, K) each.

    A registered corpus is read by the teachers that tag its language, own files by all.

    Raises:
        CorpusError: When a corpus is missing or malformed.
        RecipeError: When no teacher tags the language of a corpus.
    """
    for share in recipe.corpora:
        chosen = teachers if share.train is not None else teachers.of(language_of(share.name))
        source = share_source(share, "train", corpora)
        sentences = (sentence.tokens for sentence in source.sentences())
        yield from (soft_labels for _, soft_labels in _in_chunks(chosen, sentences))


def label_texts(
    teachers: Teachers, recipe: Recipe, config: Distillation, texts: Path
) -> Iterator[tuple[Tokens, SoftLabels]]:
    """Draw and label raw sentences; keep those with a name and a share of the others.

    A registered text is read by the teachers that tag its language, own files by all.

    Args:
        teachers: The networks.
        recipe: Names the seed and the labels.
        config: Names the raw texts and the share of their sentences that is kept.
        texts: The folder of registered raw texts.

    Raises:
        CorpusError: When a text is missing or malformed.
        RecipeError: When no teacher tags the language of a text.
    """
    generator = random.Random(f"{recipe.seed} without names")  # noqa: S311  # no secret
    num_kept = 0
    for tokens, soft_labels in _labelled_texts(teachers, recipe, config, texts):
        names, _ = name_and_begin(soft_labels.astype(np.float32), recipe.network.labels)
        is_kept = generator.random() < config.without_names
        if is_kept or names.max() >= NAME_PROBABILITY:
            num_kept += 1
            yield tokens, soft_labels
    logger.info("teachers: %d raw sentences kept", num_kept)


def _labelled_texts(
    teachers: Teachers, recipe: Recipe, config: Distillation, texts: Path
) -> Iterator[tuple[Tokens, SoftLabels]]:
    for amount in config.texts:
        text = find_text(amount.name)
        drawn = draw_raw_sentences(text, texts, num_tokens=amount.tokens, seed=recipe.seed)
        yield from _in_chunks(teachers.of(text.language), drawn)
    own = draw_own_sentences(config.files, num_tokens=config.file_tokens, seed=recipe.seed)
    yield from _in_chunks(teachers, own)


def _in_chunks(
    teachers: Teachers, sentences: Iterable[Tokens]
) -> Iterator[tuple[Tokens, SoftLabels]]:
    """Give sentences and their soft labels, of which 20,000 are held at a time."""
    remaining, num_read = iter(sentences), 0
    while chunk := list(islice(remaining, _CHUNK)):
        yield from zip(chunk, teachers.label(chunk), strict=True)
        num_read += len(chunk)
        logger.info("teachers: read %d sentences", num_read)
