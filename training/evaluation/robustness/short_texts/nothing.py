"""Counts the false names in texts without names."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from nomen.model.arrays import FloatArray, IntArray
from nomen.training.data.labels import Span
from nomen.training.evaluation.intervals import mean_interval, mean_share
from nomen.training.evaluation.predictor import Predictor, names_in_texts
from nomen.training.evaluation.robustness.short_texts.groups import read_groups
from nomen.training.evaluation.robustness.short_texts.results import NothingResult

NOTHING = Path(__file__).with_name("nothing.txt")


def read_nothing(path: Path = NOTHING) -> dict[str, list[str]]:
    """Read texts without names, by kind."""
    return read_groups(path)


def measure_nothing(
    predictor: Predictor, kinds: Mapping[str, Sequence[str]], *, seed: int
) -> NothingResult:
    """Count the names that a predictor finds in texts of several kinds, at least one of each."""
    texts = [text for group in kinds.values() for text in group]
    found = names_in_texts(predictor, texts)
    origin = np.array([kind for kind, group in kinds.items() for _ in group])
    numbers = false_per_100(found)
    by_kind = [numbers[origin == kind] for kind in kinds]
    return NothingResult(
        num_texts=len(texts),
        per_100=mean_interval(numbers, seed=seed),
        mean_of_kinds=mean_share([_per_text(values) for values in by_kind], seed=seed),
        per_100_by_kind={
            kind: mean_interval(values, seed=seed)
            for kind, values in zip(kinds, by_kind, strict=True)
        },
        examples=found_in(texts, found),
    )


def _per_text(values: FloatArray) -> IntArray:
    """Set each value beside a one, (N,) to int64 (N, 2): their share is the mean."""
    return np.stack([values, np.ones_like(values)], axis=1).astype(np.int64)


def false_per_100(found: Sequence[Sequence[Span]]) -> FloatArray:
    """Give a hundred times the number of names of each text, float64 (N,)."""
    return 100 * np.array([len(names) for names in found], dtype=np.float64)


def found_in(texts: Sequence[str], found: Sequence[Sequence[Span]]) -> dict[str, list[str]]:
    """Give the texts in which names were found, each with these."""
    return {
        text: [text[start:end] for start, end in names]
        for text, names in zip(texts, found, strict=True)
        if names
    }
