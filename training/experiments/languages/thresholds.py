"""What the presets of a bundle give in one language, and which threshold would be best for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from nomen.training.data.labels import LabelledSentence
from nomen.training.evaluation.predictor import ThresholdPredictor
from nomen.training.evaluation.scores import SpanCounts, count_names
from nomen.training.export.presets import THRESHOLDS


@dataclass(frozen=True, slots=True, kw_only=True)
class PresetFigures:
    """Precision and recall at a threshold, each the mean over the sets of a language, 0 to 1."""

    threshold: float
    precision: float
    recall: float


@dataclass(frozen=True, slots=True, kw_only=True)
class BestThreshold:
    """The threshold with the highest mean F1 over the sets of a language.

    It is chosen on the very sentences that it is measured on, so it shows the most that one
    threshold for all languages can lose.

    Attributes:
        threshold: One of `THRESHOLDS`; of equally good ones, the one nearest to `balanced`.
        f1: The mean F1 there, 0 to 1.
        gained: How much higher that is than at the default threshold; negative where the default
            is none of `THRESHOLDS` and better than all.
    """

    threshold: float
    f1: float
    gained: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ThresholdFigures:
    """What a tagger finds in one language at its presets, by their names, and at the best."""

    presets: Mapping[str, PresetFigures]
    best: BestThreshold


def measure_thresholds(
    predictor: ThresholdPredictor, sets: Sequence[Sequence[LabelledSentence]]
) -> ThresholdFigures:
    """Measure the presets of a tagger and `THRESHOLDS` on the dev sets of one language."""
    thresholds = [None, *predictor.presets.values(), *THRESHOLDS]
    by_set = [_counts(predictor, sentences, thresholds) for sentences in sets]
    default, *found = zip(*by_set, strict=True)
    num_presets = len(predictor.presets)
    presets = {
        name: PresetFigures(
            threshold=threshold,
            precision=fmean(each.precision for each in counts),
            recall=fmean(each.recall for each in counts),
        )
        for (name, threshold), counts in zip(
            predictor.presets.items(), found[:num_presets], strict=True
        )
    }
    f1 = dict(zip(THRESHOLDS, map(_mean_f1, found[num_presets:]), strict=True))
    middle = predictor.presets.get("balanced", 0.5)
    best = max(sorted(f1, key=lambda threshold: abs(threshold - middle)), key=lambda t: f1[t])
    gained = f1[best] - _mean_f1(default)
    return ThresholdFigures(
        presets=presets, best=BestThreshold(threshold=best, f1=f1[best], gained=gained)
    )


def _counts(
    predictor: ThresholdPredictor,
    sentences: Sequence[LabelledSentence],
    thresholds: Sequence[float | None],
) -> list[SpanCounts]:
    gold = [sentence.names for sentence in sentences]
    found = predictor.predict_at([sentence.tokens for sentence in sentences], thresholds)
    return [SpanCounts.from_rows(count_names(gold, predicted)) for predicted in found]


def _mean_f1(counts: Sequence[SpanCounts]) -> float:
    return fmean(each.f1 for each in counts)
