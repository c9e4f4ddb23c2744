"""The plots of the suite."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure

from nomen.training.evaluation.evaluation import UNSURE
from nomen.training.evaluation.intervals import Interval
from nomen.training.evaluation.reliability_diagram import draw_reliability
from nomen.training.evaluation.robustness.calibration import CalibrationRow
from nomen.training.evaluation.robustness.results import SuiteResult

_INCHES_A_ROW = 0.22


def draw_suite(result: SuiteResult, folder: Path) -> list[str]:
    """Draw the plots that a result has figures for into a folder; give the files' names."""
    mpl.use("Agg")
    figures = {
        "f1-by-set.png": _bars(
            {name: figures.f1 for name, figures in result.sets.items()},
            title=f"{result.name}: F1 by set, 95 % interval",
        )
    }
    if result.changed:
        figures["changed.png"] = _bars(
            {name: changed.ratio for name, changed in result.changed.items()},
            title=f"{result.name}: F1 of changed sentences as a share of the F1 as written",
        )
    if result.swaps:
        figures["names.png"] = _bars(
            {name: group.figures.recall for name, group in result.swaps.groups.items()},
            title=f"{result.name}: recall by name group",
            line=result.swaps.original.recall.value,
        )
    if frames := result.short_texts.frames:
        figures["frames.png"] = _bars(
            frames.by_origin,
            title=f"{result.name}: recall in frames by origin",
            line=frames.figures.recall.value,
            label="all origins",
        )
    if result.calibration:
        rows = {"all sets": result.calibration.pooled, **result.calibration.by_casing}
        figures["reliability.png"] = _reliability(rows, name=result.name)
    for name, figure in figures.items():
        figure.savefig(folder / name, dpi=110)
    return list(figures)


def _bars(
    values: Mapping[str, Interval],
    *,
    title: str,
    line: float | None = None,
    label: str = "names as written",
) -> Figure:
    """Draw intervals, the lowest value at the bottom, and a line to compare with."""
    ranked = sorted(values.items(), key=lambda item: item[1].value)
    figure = Figure(figsize=(8, 1.2 + _INCHES_A_ROW * len(ranked)), layout="constrained")
    axes = figure.subplots()
    found = [interval for _, interval in ranked]
    places = range(len(ranked))
    axes.barh(places, [f.value for f in found], color="tab:blue", alpha=0.5)
    axes.errorbar(
        [f.value for f in found], places, xerr=_arms(found), fmt="none", ecolor="black", capsize=2
    )
    if line is not None:
        axes.axvline(line, color="tab:red", linestyle=":", label=label)
        axes.legend(loc="lower left")
    axes.set_yticks(places, [name for name, _ in ranked])
    axes.set(title=title, xlim=(0, max(1.0, *(f.high for f in found))))
    axes.margins(y=0.01)
    axes.grid(axis="x", alpha=0.3)
    return figure


def _arms(found: Sequence[Interval]) -> list[list[float]]:
    """Give the lengths below and above each value."""
    below = [max(0.0, f.value - f.low) for f in found]
    above = [max(0.0, f.high - f.value) for f in found]
    return [below, above]


def _reliability(rows: Mapping[str, CalibrationRow], *, name: str) -> Figure:
    curves = {f"{label}, error {row.served:.3f}": row.bins for label, row in rows.items()}
    title = f"{name}: tokens with a probability over {UNSURE}, bins of equal size"
    return draw_reliability(curves, title=title)
