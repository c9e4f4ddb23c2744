"""What the presets of a bundle give in one language, and which threshold would be best for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

import numpy as np

from nomen.model.arrays import IntArray
from nomen.training.data.labels import LabelledSentence
from nomen.training.evaluation.predictor import ThresholdPredictor
from nomen.training.evaluation.scores import SpanCounts, count_names
from nomen.training.export.presets import MIDDLE, THRESHOLDS


@dataclass(frozen=True, slots=True, kw_only=True)
class PresetFigures:
    """Precision and recall at a threshold, each the mean over the sets of a language, 0 to 1."""

    threshold: float
    precision: float
    recall: float


@dataclass(frozen=True, slots=True, kw_only=True)
class BestThreshold:
    """The threshold with the highest mean F1 over the sets of a language.

    Attributes:
        threshold: One of `THRESHOLDS`; of equally good ones, the one nearest to `balanced`.
        f1: The mean F1 there, 0 to 1. The sentences that chose the threshold measure it, too.
        gained: How much higher that is than at the default threshold: the most that one threshold
            for all languages can lose. Negative where the default is none of `THRESHOLDS` and
            better than all.
        gained_held_out: The same with each half of each set at the threshold that is best for the
            other half; negative where too few sentences choose it.
    """

    threshold: float
    f1: float
    gained: float
    gained_held_out: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ThresholdFigures:
    """What a tagger finds in one language at its presets, by their names, and at the best."""

    presets: Mapping[str, PresetFigures]
    best: BestThreshold


def measure_thresholds(
    predictor: ThresholdPredictor, sets: Sequence[Sequence[LabelledSentence]]
) -> ThresholdFigures:
    """Measure the presets of a tagger and `THRESHOLDS` on the dev sets of one language."""
    presets = predictor.presets
    middle = presets.get("balanced", MIDDLE)
    candidates = sorted(THRESHOLDS, key=lambda threshold: abs(threshold - middle))
    thresholds = [None, *presets.values(), *candidates]
    default, *found = zip(*(_counts(predictor, each, thresholds) for each in sets), strict=True)
    at_presets, at_candidates = found[: len(presets)], found[len(presets) :]
    best = _best(at_candidates)
    f1, f1_before = _mean_f1(at_candidates[best]), _mean_f1(default)
    return ThresholdFigures(
        presets={
            name: _preset_figures(threshold, counts)
            for (name, threshold), counts in zip(presets.items(), at_presets, strict=True)
        },
        best=BestThreshold(
            threshold=candidates[best],
            f1=f1,
            gained=f1 - f1_before,
            gained_held_out=_held_out_f1(at_candidates) - f1_before,
        ),
    )


def _counts(
    predictor: ThresholdPredictor,
    sentences: Sequence[LabelledSentence],
    thresholds: Sequence[float | None],
) -> list[IntArray]:
    """Give the counts of each sentence (see `count_names`) at each threshold."""
    gold = [sentence.names for sentence in sentences]
    found = predictor.predict_at([sentence.tokens for sentence in sentences], thresholds)
    return [count_names(gold, predicted) for predicted in found]


def _preset_figures(threshold: float, sets: Sequence[IntArray]) -> PresetFigures:
    counts = [SpanCounts.from_rows(rows) for rows in sets]
    return PresetFigures(
        threshold=threshold,
        precision=fmean(each.precision for each in counts),
        recall=fmean(each.recall for each in counts),
    )


def _best(found: Sequence[Sequence[IntArray]]) -> int:
    """Give the index of the first threshold with the highest mean F1 over the sets."""
    f1 = [_mean_f1(sets) for sets in found]
    return f1.index(max(f1))


def _held_out_f1(found: Sequence[Sequence[IntArray]]) -> float:
    """Give the mean F1 with each half of the sets at the threshold that the other half chooses."""
    first = [[rows[: len(rows) // 2] for rows in sets] for sets in found]
    second = [[rows[len(rows) // 2 :] for rows in sets] for sets in found]
    chosen = zip(first[_best(second)], second[_best(first)], strict=True)
    return _mean_f1([np.concatenate(halves) for halves in chosen])


def _mean_f1(sets: Sequence[IntArray]) -> float:
    return fmean(SpanCounts.from_rows(rows).f1 for rows in sets)
