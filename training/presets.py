"""Chooses the thresholds that come with a bundle; knows no tagger and no file."""

from collections.abc import Mapping

from training.scores import SpanCounts

DEFAULT_THRESHOLD = 0.5
THRESHOLDS = [round(0.05 * i, 2) for i in range(1, 20)]
_WEIGHTS = {"high_recall": 2.0, "balanced": 1.0, "high_precision": 0.5}


def choose_presets(counts: Mapping[float, SpanCounts]) -> dict[str, float]:
    """Give the threshold with the highest F-beta for each preset.

    beta is 2 for `high_recall`, 1 for `balanced`, 0.5 for `high_precision`; of equal thresholds
    the one nearest to the default wins.

    *Source:* van Rijsbergen, Information Retrieval, 1979, chapter 7.

    Args:
        counts: Names counted at each threshold.
    """
    by_nearness = sorted(counts, key=lambda threshold: abs(threshold - DEFAULT_THRESHOLD))

    def best(beta: float) -> float:
        return max(by_nearness, key=lambda threshold: f_beta(counts[threshold], beta))

    return {preset: best(beta) for preset, beta in _WEIGHTS.items()}


def f_beta(counts: SpanCounts, beta: float) -> float:
    """Weigh recall beta times as much as precision, 0 to 1."""
    p, r = counts.precision, counts.recall
    return (1 + beta**2) * p * r / (beta**2 * p + r) if p + r else 0.0
