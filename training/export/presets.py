"""Chooses the thresholds that come with a bundle as presets."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from nomen.model.text.breaks import split_mark
from nomen.training.data.labels import LabelledSentence, Span
from nomen.training.evaluation.scores import SpanCounts

MIDDLE = 0.5
THRESHOLDS = [round(0.01 * i, 2) for i in range(1, 10)] + [round(0.05 * i, 2) for i in range(2, 20)]
MOST_LEFT = 0.03
"""Share of the letters of names in documents that `high_recall` may leave."""
_WEIGHTS = {"high_recall": 2.0, "balanced": 1.0, "high_precision": 0.5}


def choose_presets(
    sets: Sequence[Mapping[float, SpanCounts]], left: Mapping[float, float] | None = None
) -> dict[str, float]:
    """Give the threshold with the highest mean F-beta over the sets for each preset.

    Every set has the same weight, so large sets of news do not decide for all text. beta is 2 for
    `high_recall`, 1 for `balanced` and 0.5 for `high_precision`. Of equally good thresholds, the
    one nearest to 0.5 is taken. With sets of documents, `high_recall` falls to the highest
    threshold that leaves at most `MOST_LEFT` of the letters of their names, or else to the lowest.

    *Source:* van Rijsbergen, Information Retrieval, 1979, chapter 7.

    Args:
        sets: The names counted at each threshold, for each set of sentences; the thresholds of all
            sets are the same.
        left: The share of the letters of names, 0 to 1, that each threshold leaves in documents.
    """
    by_nearness = sorted(sets[0], key=lambda threshold: abs(threshold - MIDDLE))

    def mean(threshold: float, beta: float) -> float:
        return sum(f_beta(counts[threshold], beta) for counts in sets) / len(sets)

    def best(beta: float) -> float:
        return max(by_nearness, key=lambda threshold: mean(threshold, beta))

    presets = {preset: best(beta) for preset, beta in _WEIGHTS.items()}
    if left:
        enough = [threshold for threshold, share in left.items() if share <= MOST_LEFT]
        presets["high_recall"] = min(presets["high_recall"], max(enough, default=min(left)))
    return presets


def letters_left(sentence: LabelledSentence, predicted: Sequence[Span]) -> tuple[int, int]:
    """Count the letters of gold names that no predicted name covers, and all of them."""
    lengths = np.array([len(split_mark(token)[1]) for token in sentence.tokens])
    is_gold = sentence.in_names()
    is_found = replace(sentence, names=tuple(predicted)).in_names()
    return int(lengths[is_gold & ~is_found].sum()), int(lengths[is_gold].sum())


def preset_metrics(
    presets: Mapping[str, float], sets: Sequence[Mapping[float, SpanCounts]]
) -> dict[str, float]:
    """Give precision and recall of each preset over all sets, as `NAME/precision`."""
    metrics: dict[str, float] = {}
    for preset, threshold in presets.items():
        total = sum((counts[threshold] for counts in sets), SpanCounts())
        metrics[f"{preset}/precision"] = round(total.precision, 4)
        metrics[f"{preset}/recall"] = round(total.recall, 4)
    return metrics


def f_beta(counts: SpanCounts, beta: float) -> float:
    """Give F-beta, 0 to 1, where recall weighs beta times as much as precision."""
    p, r = counts.precision, counts.recall
    return (1 + beta**2) * p * r / (beta**2 * p + r) if p + r else 0.0
