"""The curves of a training: dev F1 and loss with the chosen epoch, and how the steps went."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure

DEV_F1, DEV_LOSS, TRAIN_LOSS = "dev_f1", "dev_loss", "train_loss"

_STEP_CURVES = {
    "gradient_norm": "gradient norm",
    "lr-AdamW/pg1": "highest learning rate",
    "tokens_per_second": "tokens a second",
}
_LABEL_GAP = 0.038
"""The least distance of two labels, as a share of the height."""
_MOST_LETTERS = 26


class Curve(NamedTuple):
    """The values of one figure and the steps at which it was logged."""

    steps: list[int]
    values: list[float]


def read_curves(folder: Path) -> dict[str, Curve]:
    """Read the columns of the trainer's CSV logs, each with the steps where it has a value.

    A resumed training has a log for each start. From its first step on, a later log replaces the
    earlier ones.
    """
    rows: list[dict[str, str]] = []
    for path in sorted(folder.glob("*/metrics.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            part = list(csv.DictReader(file))
        first = min((int(row["step"]) for row in part), default=0)
        rows = [row for row in rows if int(row["step"]) < first] + part
    curves: dict[str, Curve] = {}
    for row in rows:
        for name, value in row.items():
            if name not in {"step", "epoch"} and value:
                steps, values = curves.setdefault(name, Curve([], []))
                steps.append(int(row["step"]))
                values.append(float(value))
    return curves


def chosen_epoch(curves: Mapping[str, Curve]) -> int | None:
    """Give the index of the epoch whose weights are exported; None where no epoch ended.

    It is the one with the highest dev F1; of equal ones the last, see `BestCheckpoint`.
    """
    values = curves[DEV_F1].values if DEV_F1 in curves else []
    return max(range(len(values)), key=lambda i: (values[i], i), default=None)


def draw_learning(curves: Mapping[str, Curve]) -> Figure:
    """Draw the dev F1 of each corpus and the mean, and the losses; mark the chosen epoch."""
    num_corpora = sum(name.startswith(f"{DEV_F1}/") for name in curves)
    figure = Figure(figsize=(13, 7 if num_corpora > 8 else 4.5), layout="constrained")  # noqa: PLR2004  # labels must fit
    f1_axes, loss_axes = figure.subplots(1, 2, width_ratios=(3, 2))
    _draw_f1(f1_axes, curves)
    _draw_losses(loss_axes, curves)
    for axes in (f1_axes, loss_axes):
        axes.set_xlabel("step")
        axes.grid(alpha=0.3)
        _mark_chosen(axes, curves)
    return figure


def draw_steps(curves: Mapping[str, Curve]) -> Figure:
    """Draw the norm of the gradient, the learning rate and the speed."""
    figure = Figure(figsize=(13, 3), layout="constrained")
    for axes, (name, title) in zip(figure.subplots(1, 3), _STEP_CURVES.items(), strict=True):
        curve = curves.get(name, Curve([], []))
        axes.plot(*curve, linewidth=0.8)
        axes.set(title=title, xlabel="step", ylim=(0, 1.08 * max([*curve.values, 0]) or 1))
        axes.grid(alpha=0.3)
    return figure


def _draw_f1(axes: Axes, curves: Mapping[str, Curve]) -> None:
    """Draw a thin line for each corpus with its name beside it, and a thick one for the mean."""
    mean = curves.get(DEV_F1, Curve([], []))
    corpora = {
        name.removeprefix(f"{DEV_F1}/"): curve
        for name, curve in sorted(curves.items())
        if name.startswith(f"{DEV_F1}/")
    }
    is_single = len(corpora) == 1
    axes.set(title=f"dev F1 of {next(iter(corpora))}" if is_single else "dev F1 by corpus")
    axes.plot(*mean, color="black", linewidth=2.5, marker="o", markersize=3)
    axes.set_ylim(*_bounds([mean, *corpora.values()]))
    if is_single or not mean.steps:
        return
    ends = {"mean": mean.values[-1]}
    colours = {"mean": "black"}
    for number, (name, curve) in enumerate(corpora.items()):
        colours[name] = f"C{number % 10}"
        axes.plot(*curve, color=colours[name], linewidth=0.9)
        ends[name] = curve.values[-1]
    if len(mean.steps) > 1:
        axes.set_xlim(right=mean.steps[-1])
    _name_ends(axes, ends, colours)


def _bounds(curves: Sequence[Curve]) -> tuple[float, float]:
    """Give the limits of the axis of F1: what the second half of the training needs."""
    late = [value for curve in curves for value in curve.values[len(curve.values) // 2 :]]
    lowest = min(late, default=0.0)
    return max(0.0, int(lowest * 10 - 0.2) / 10), 1.0


def _name_ends(axes: Axes, ends: Mapping[str, float], colours: Mapping[str, str]) -> None:
    """Write the name of each curve beside its end, the names apart from one another."""
    low, high = axes.get_ylim()
    ranked = sorted(ends, key=lambda name: ends[name])
    wanted = [(ends[name] - low) / (high - low) for name in ranked]
    for name, place in zip(ranked, spread(wanted, gap=_LABEL_GAP), strict=True):
        axes.annotate(
            f"{ends[name]:.3f} {_short(name)}",
            xy=(1.0, (ends[name] - low) / (high - low)),
            xytext=(1.03, place),
            xycoords="axes fraction",
            color=colours[name],
            fontsize=8,
            fontweight="bold" if name == "mean" else "normal",
            verticalalignment="center",
            arrowprops={
                "arrowstyle": "-",
                "color": colours[name],
                "linewidth": 0.5,
                "relpos": (0.0, 0.5),
            },
            annotation_clip=False,
        )


def spread(places: Sequence[float], *, gap: float) -> list[float]:
    """Move ascending places, 0 to 1, apart by a gap at least, each as little as may be.

    Where there are too many for the gap, they get an equal one.

    *Source:* Best and Chakravarti, Active set algorithms for isotonic regression, 1990: pool
    adjacent violators, of the places less the gaps before them.
    """
    gap = min(gap, 1 / max(1, len(places) - 1))
    pools: list[tuple[float, int]] = []  # the sum and the number of neighbours that touch
    for i, place in enumerate(places):
        pools.append((place - i * gap, 1))
        while len(pools) > 1 and pools[-2][0] / pools[-2][1] > pools[-1][0] / pools[-1][1]:
            total, number = pools.pop()
            pools[-1] = (pools[-1][0] + total, pools[-1][1] + number)
    highest = 1 - (len(places) - 1) * gap
    free = [total / number for total, number in pools for _ in range(number)]
    return [max(0.0, min(highest, place)) + i * gap for i, place in enumerate(free)]


def _short(name: str) -> str:
    return name if len(name) <= _MOST_LETTERS else f"{name[: _MOST_LETTERS - 1]}…"


def _draw_losses(axes: Axes, curves: Mapping[str, Curve]) -> None:
    train, dev = (curves.get(name, Curve([], [])) for name in (TRAIN_LOSS, DEV_LOSS))
    axes.plot(*train, linewidth=0.7, alpha=0.6, label="training batches")
    axes.plot(*dev, color="tab:red", linewidth=2, marker="o", markersize=3, label="dev, a token")
    axes.set(title="loss")
    if any(value > 0 for value in [*train.values, *dev.values]):
        axes.set_yscale("log")
    axes.legend(loc="best")


def _mark_chosen(axes: Axes, curves: Mapping[str, Curve]) -> None:
    chosen = chosen_epoch(curves)
    if chosen is None:
        return
    step = curves[DEV_F1].steps[chosen]
    axes.axvline(step, color="tab:green", linestyle="--", linewidth=1.2)
    is_left = step > sum(axes.get_xlim()) / 2
    axes.annotate(
        f"epoch {chosen + 1}",
        xy=(step, 0.02),
        xycoords=("data", "axes fraction"),
        xytext=(-4 if is_left else 4, 0),
        textcoords="offset points",
        horizontalalignment="right" if is_left else "left",
        color="tab:green",
    )
