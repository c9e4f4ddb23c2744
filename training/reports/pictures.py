"""The pictures of a report that show what a bundle finds: F1 by set, precision, reliability."""

from collections.abc import Mapping, Sequence

from matplotlib.figure import Figure

from nomen.training.evaluation.evaluation import UNSURE, Evaluation, Predictions
from nomen.training.evaluation.reliability_diagram import draw_reliability
from nomen.training.evaluation.scores import (
    NUM_BINS,
    ReliabilityBin,
    average_precision,
    expected_calibration_error,
    precision_recall_curve,
    reliability,
)

_INCHES_A_ROW = 0.28
_FEWEST_TOKENS_A_BIN = 20
"""A bin of fewer tokens shows chance rather than calibration."""


def draw_f1_by_set(after: Mapping[str, Evaluation], before: Mapping[str, Evaluation]) -> Figure:
    """Draw the F1 of each set with its 95 % interval, and that of the bundle of before, if any."""
    names = list(after)
    places = [-i for i in range(len(names))]
    figure = Figure(figsize=(9, 1.5 + _INCHES_A_ROW * len(names)), layout="constrained")
    axes = figure.subplots()
    found = [after[name] for name in names]
    f1 = [each.f1 for each in found]
    arms = [
        [max(0.0, each.f1 - each.f1_low) for each in found],
        [max(0.0, each.f1_high - each.f1) for each in found],
    ]
    if before:
        old = [before[name].f1 for name in names]
        axes.hlines(places, old, f1, color="lightgrey", linewidth=4, zorder=1)
        axes.scatter(old, places, facecolors="white", edgecolors="tab:grey", s=45, label="before")
    label = "after, 95 % interval" if before else "95 % interval"
    axes.errorbar(f1, places, xerr=arms, fmt="o", color="tab:blue", capsize=3, label=label)
    axes.set_yticks(places, names)
    lowest = min([*(each.f1_low for each in found), *(each.f1 for each in before.values()), 1.0])
    axes.set(title="F1 by set", xlim=(max(0.0, int(lowest * 10) / 10 - 0.02), 1.01))
    axes.margins(y=0.6 / len(names))
    axes.grid(axis="x", alpha=0.3)
    axes.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0))
    return figure


def draw_precision_recall(predictions: Mapping[str, Predictions]) -> Figure:
    """Draw the curve of the tokens of each of some predictions, with its average precision."""
    figure = Figure(figsize=(6, 5.5), layout="constrained")
    axes = figure.subplots()
    for label, each in predictions.items():
        precision, recall, _ = precision_recall_curve(each.probabilities, each.is_gold)
        area = average_precision(each.probabilities, each.is_gold)
        told = f"{label}, average precision {area:.3f}"
        axes.plot(recall, precision, drawstyle="steps-post", label=told)
    axes.set(
        title="precision and recall of tokens",
        xlabel="recall",
        ylabel="precision",
        xlim=(0, 1),
        ylim=(0, 1.01),
    )
    axes.grid(alpha=0.3)
    axes.legend(loc="lower left")
    return figure


def draw_calibration(predictions: Mapping[str, Predictions]) -> Figure:
    """Draw the reliability of each of some predictions, with its calibration error.

    Tokens up to a probability of `UNSURE` are left out; bins have equal numbers of tokens, 20 at
    least where there are as many.
    """
    curves: dict[str, Sequence[ReliabilityBin]] = {}
    for label, each in predictions.items():
        unsure = each.probabilities > UNSURE
        probabilities, is_gold = each.probabilities[unsure], each.is_gold[unsure]
        num_bins = min(NUM_BINS, max(1, len(probabilities) // _FEWEST_TOKENS_A_BIN))
        error = expected_calibration_error(probabilities, is_gold)
        told = f"{label}: error {error:.3f}, {len(probabilities):,} tokens"
        curves[told] = reliability(probabilities, is_gold, num_bins=num_bins)
    return draw_reliability(curves, title=f"tokens with a probability over {UNSURE}")
