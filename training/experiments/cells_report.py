"""The report of a comparison of cells: tables and plots."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from nomen.training.evaluation.tables import TextTable, points
from nomen.training.experiments.cells_results import VariantResult

DISTANCES = (1, 2, 5, 10, 20, 50, 100)
COLORS = {"rnn": "tab:red", "gru": "tab:blue", "lstm": "tab:green"}
STYLES = {"before": "--", "after": "-"}
_LOWEST_RATIO = 1e-12  # the axis ends here; smaller gradients have no effect


def write_report(results: Sequence[VariantResult], folder: Path) -> Path:
    """Write `compare.md` and its plots into a folder; give the page's path."""
    plot_scores(results, folder / "compare-f1.png")
    parts = ["\n".join(score_table(results).markdown()), "![F1](compare-f1.png)"]
    if any(result.gradients for result in results):
        plot_gradients(results, folder / "compare-gradients.png")
        lines = gradient_table(results).markdown()
        parts += ["\n".join(lines), "![Gradient norms](compare-gradients.png)"]
    page = folder / "compare.md"
    page.write_text("\n\n".join(parts) + "\n", encoding="utf-8")
    return page


def score_table(results: Iterable[VariantResult]) -> TextTable:
    """Give sizes, speed, precision, recall and F1 of each variant."""
    headings = (
        "cell", "directions", "layers", "parameters", "of them recurrent", "tokens",
        "tokens/s", "dev P", "dev R", "dev F1", "test F1",
    )  # fmt: skip
    rows = [
        (
            r.network.cell, str(r.network.num_directions), str(r.network.num_layers),
            f"{r.num_parameters:,}", f"{r.num_recurrent_parameters:,}", f"{r.num_tokens:,}",
            f"{r.tokens_per_second:,.0f}", _points(r.dev.precision), _points(r.dev.recall),
            _points(r.dev.f1), _points(r.test.f1) if r.test else "",
        )
        for r in results
    ]  # fmt: skip
    return TextTable(headings=headings, sections=[rows])


def gradient_table(results: Iterable[VariantResult]) -> TextTable:
    """Give the median gradient norm at some distances, before and after training."""
    measured = [
        (result.network, moment, reach.median)
        for result in results
        for moment, reach in result.gradients.items()
    ]
    distances = [k for k in DISTANCES if k < max(len(median) for _, _, median in measured)]
    rows = [
        (network.cell, str(network.num_layers), moment, *(f"{median[k]:.1e}" for k in distances))
        for network, moment, median in measured
    ]
    headings = ("cell", "layers", "training", *(f"k = {k}" for k in distances))
    return TextTable(headings=headings, sections=[rows], num_text_columns=3)


def _points(share: float) -> str:
    return points(share, digits=2)


def plot_scores(results: Sequence[VariantResult], path: Path) -> None:
    """Draw dev F1 over the number of layers, one line per cell and number of directions."""
    figure = Figure(figsize=(6.4, 4.2), dpi=120, layout="constrained")
    axes = figure.add_subplot()
    for cell in _cells(results):
        for directions, style in ((1, "o--"), (2, "s-")):
            scores = [
                (r.network.num_layers, 100 * r.dev.f1)
                for r in results
                if (r.network.cell, r.network.num_directions) == (cell, directions)
            ]
            label = f"{cell}, {directions} direction{'s' * (directions - 1)}"
            color = COLORS.get(cell)
            if scores:
                axes.plot(*zip(*sorted(scores), strict=True), style, color=color, label=label)
    axes.set_xticks(sorted({result.network.num_layers for result in results}))
    axes.set(xlabel="recurrent layers", ylabel="dev F1, strict (%)")
    axes.grid(alpha=0.3)
    axes.legend(fontsize="small")
    figure.savefig(path)


def plot_gradients(results: Sequence[VariantResult], path: Path) -> None:
    """Draw median and quartiles of the gradient norm over k, one panel per depth."""
    measured = [result for result in results if result.gradients]
    depths = sorted({result.network.num_layers for result in measured})
    figure = Figure(figsize=(4.0 * len(depths) + 0.4, 4.2), dpi=120, layout="constrained")
    panels = figure.subplots(1, len(depths), sharey=True, squeeze=False)[0]
    for axes, depth in zip(panels, depths, strict=True):
        for result in measured:
            if result.network.num_layers == depth:
                _draw_reaches(axes, result)
        axes.set(yscale="log", title=f"{depth} layer{'s' * (depth > 1)}", xlabel="k (steps back)")
        axes.grid(alpha=0.3)
    reaches = [reach for result in measured for reach in result.gradients.values()]
    lowest = min(value for reach in reaches for value in reach.lower)
    highest = max(value for reach in reaches for value in reach.upper)
    panels[0].set_ylim(max(_LOWEST_RATIO, lowest / 2), highest * 2)
    panels[0].set_ylabel("gradient norm at step t-k over that at t")
    figure.legend(*panels[0].get_legend_handles_labels(), loc="outside lower center", ncols=6)
    figure.savefig(path)


def _draw_reaches(axes: Axes, result: VariantResult) -> None:
    color = COLORS.get(result.network.cell)
    for moment, reach in result.gradients.items():
        style, label = STYLES[moment], f"{result.network.cell}, {moment} training"
        k = range(len(reach.median))
        axes.plot(k, reach.median, style, color=color, label=label)
        axes.fill_between(k, reach.lower, reach.upper, color=color, alpha=0.12, linewidth=0)


def _cells(results: Iterable[VariantResult]) -> list[str]:
    return list(dict.fromkeys(result.network.cell for result in results))
