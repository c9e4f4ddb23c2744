"""Chooses the thresholds that come with a bundle as presets."""

from collections.abc import Mapping, Sequence

from nomen.training.evaluation.scores import SpanCounts

MIDDLE = 0.5
THRESHOLDS = [round(0.05 * i, 2) for i in range(1, 20)]
LOW_THRESHOLDS = [round(0.01 * i, 2) for i in range(1, 10)]
"""Low thresholds, which only `high_recall` may take, where documents ask for it."""
MOST_LETTERS_LEFT = 0.03
"""Largest mean share of names' letters that `high_recall` should leave in dev documents."""
_WEIGHTS = {"high_recall": 2.0, "balanced": 1.0, "high_precision": 0.5}


def choose_presets(sets: Sequence[Mapping[float, SpanCounts]]) -> dict[str, float]:
    """Give the threshold with the highest mean F-beta over the sets for each preset.

    Every set has the same weight, so large sets of news do not decide for all text. beta is 2 for
    `high_recall`, 1 for `balanced` and 0.5 for `high_precision`. Of equally good thresholds, the
    one nearest to 0.5 is taken.

    *Source:* van Rijsbergen, Information Retrieval, 1979, chapter 7.

    Args:
        sets: The names counted at each threshold, for each set of sentences; the thresholds of all
            sets are the same.
    """
    by_nearness = sorted(sets[0], key=lambda threshold: abs(threshold - MIDDLE))

    def mean(threshold: float, beta: float) -> float:
        return sum(f_beta(counts[threshold], beta) for counts in sets) / len(sets)

    def best(beta: float) -> float:
        return max(by_nearness, key=lambda threshold: mean(threshold, beta))

    return {preset: best(beta) for preset, beta in _WEIGHTS.items()}


def lower_high_recall(
    presets: Mapping[str, float], left: Mapping[float, float]
) -> dict[str, float]:
    """Lower `high_recall` until it leaves few letters of names in documents.

    It becomes the highest threshold that leaves at most `MOST_LETTERS_LEFT`, and the lowest one
    where none does. It is never raised.

    Args:
        presets: The thresholds chosen by F-beta.
        left: The share of letters left at each threshold, 0 to 1.
    """
    chosen = presets["high_recall"]
    lower = [threshold for threshold in left if threshold <= chosen]
    enough = [threshold for threshold in lower if left[threshold] <= MOST_LETTERS_LEFT]
    lowered = max(enough) if enough else min(lower, default=chosen)
    return {**presets, "high_recall": lowered}


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
