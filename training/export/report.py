"""The report of a training: a page with learning curves, precision and reliability."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure

from nomen.model.bundle.bundle import Manifest
from nomen.training.evaluation.evaluation import UNSURE, Evaluation, Predictions
from nomen.training.evaluation.reliability_diagram import draw_reliability
from nomen.training.evaluation.scores import average_precision, precision_recall_curve, reliability
from nomen.training.export.card import evaluation_table

Curve = tuple[list[int], list[float]]
"""Steps and values."""

_CURVES = ("train_loss", "gradient_norm", "lr-AdamW/pg1", "tokens_per_second")


def write_report(
    folder: Path,
    *,
    manifest: Manifest,
    pooled: Predictions,
    evaluations: Mapping[str, Evaluation],
    logs: Path,
) -> Path:
    """Draw the plots and write the page that shows them; give the page's path."""
    folder.mkdir(parents=True, exist_ok=True)
    mpl.use("Agg")
    _save(_learning_curves(read_curves(logs)), folder / "learning-curves.png")
    _save(_precision_recall(pooled), folder / "precision-recall.png")
    _save(_reliability(pooled), folder / "reliability.png")
    page = folder / "report.md"
    page.write_text("\n".join(_page(manifest, evaluations)) + "\n", encoding="utf-8")
    return page


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
                steps, values = curves.setdefault(name, ([], []))
                steps.append(int(row["step"]))
                values.append(float(value))
    return curves


def _learning_curves(curves: Mapping[str, Curve]) -> Figure:
    figure = Figure(figsize=(12, 7), layout="constrained")
    f1_axes, *others = figure.subplots(2, 3).flat
    for name, (steps, values) in sorted(curves.items()):
        if name.startswith("dev_f1"):
            is_mean = name == "dev_f1"
            width, colour = (2.5, "black") if is_mean else (0.7, None)
            label = "mean" if is_mean else None
            f1_axes.plot(steps, values, linewidth=width, color=colour, label=label)
    f1_axes.set(title="dev F1, each corpus and their mean", xlabel="step", ylim=(0, 1))
    f1_axes.legend(loc="lower right")
    for axes, name in zip(others, _CURVES, strict=False):
        steps, values = curves.get(name, ([], []))
        axes.plot(steps, values, linewidth=0.8)
        axes.set(title=name.replace("lr-AdamW/pg1", "learning rate"), xlabel="step")
    if curves.get("train_loss"):
        others[0].set_yscale("log")
    for axes in others[len(_CURVES) :]:
        axes.set_axis_off()
    return figure


def _precision_recall(pooled: Predictions) -> Figure:
    figure = Figure(figsize=(5.5, 5), layout="constrained")
    axes = figure.subplots()
    precision, recall, _ = precision_recall_curve(pooled.probabilities, pooled.is_gold)
    area = average_precision(pooled.probabilities, pooled.is_gold)
    axes.plot(recall, precision, drawstyle="steps-post")
    axes.set(
        title=f"tokens of all dev sentences, average precision {area:.3f}",
        xlabel="recall",
        ylabel="precision",
        xlim=(0, 1),
        ylim=(0, 1.01),
    )
    axes.grid(alpha=0.3)
    return figure


def _reliability(pooled: Predictions) -> Figure:
    unsure = pooled.probabilities > UNSURE
    bins = reliability(pooled.probabilities[unsure], pooled.is_gold[unsure])
    curves = {f"{len(bins)} bins of equal mass": bins}
    return draw_reliability(curves, title=f"tokens with a probability over {UNSURE}")


def _page(manifest: Manifest, evaluations: Mapping[str, Evaluation]) -> Sequence[str]:
    return [
        f"# Training of {manifest.name} {manifest.version}",
        "",
        (
            f"Made on {manifest.created}. Default engine: {manifest.default_precision}, threshold "
            f"{manifest.default_threshold}. Dev sentences chose the weights and the thresholds."
        ),
        "",
        *evaluation_table(evaluations),
        "",
        "![Learning curves](learning-curves.png)",
        "",
        "![Precision and recall](precision-recall.png)",
        "",
        "![Reliability](reliability.png)",
    ]


def _save(figure: Figure, path: Path) -> None:
    figure.savefig(path, dpi=110)
