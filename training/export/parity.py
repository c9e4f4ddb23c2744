"""Compares a bundle's int8 engine with torch's fp32, and with itself in other batches."""

import random
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nomen.model.bundle.bundle import Bundle
from nomen.model.engines.engine import Engine
from nomen.training.data.labels import LabelledSentence

_BATCH_SENTENCES = 32


class Parity(NamedTuple):
    """The differences of two engines, or of two ways to batch, over all tokens.

    Attributes:
        mean_difference: Mean difference of the name probabilities, 0 to 1.
        largest_difference: Largest difference of the name probabilities, 0 to 1.
        same_decisions: Share of tokens on the same side of the threshold, 0 to 1.
    """

    mean_difference: float
    largest_difference: float
    same_decisions: float


def compare_engines(
    first: Engine, second: Engine, bundle: Bundle, sentences: Sequence[LabelledSentence]
) -> Parity:
    """Compare two engines on the same batches of sentences of similar length."""
    by_length = sorted(sentences, key=lambda sentence: len(sentence.tokens))
    return _parity(
        _run(first, by_length, _BATCH_SENTENCES),
        _run(second, by_length, _BATCH_SENTENCES),
        bundle,
    )


def compare_batches(
    engine: Engine, bundle: Bundle, sentences: Sequence[LabelledSentence], *, seed: int = 0
) -> Parity:
    """Compare an engine's answers for each sentence alone with those for random batches."""
    shuffled = list(sentences)
    random.Random(seed).shuffle(shuffled)  # noqa: S311  # no secret
    return _parity(_run(engine, shuffled, 1), _run(engine, shuffled, _BATCH_SENTENCES), bundle)


def _run(engine: Engine, sentences: Sequence[LabelledSentence], size: int) -> NDArray[np.float32]:
    parts: list[NDArray[np.float32]] = []
    for start in range(0, len(sentences), size):
        batch = sentences[start : start + size]
        name, _ = engine.run([sentence.tokens for sentence in batch])
        parts.extend(row[: len(s.tokens)] for row, s in zip(name, batch, strict=True))
    return np.concatenate(parts)


def _parity(first: NDArray[np.float32], second: NDArray[np.float32], bundle: Bundle) -> Parity:
    threshold = bundle.manifest.default_threshold
    difference = np.abs(first - second)
    same = (first >= threshold) == (second >= threshold)
    return Parity(float(difference.mean()), float(difference.max()), float(same.mean()))
