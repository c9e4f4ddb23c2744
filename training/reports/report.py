"""The report of a training: a page with its curves, figures, mistakes and calibration."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure

from nomen.training.evaluation.evaluation import UNSURE, Predictions
from nomen.training.evaluation.tables import TextTable
from nomen.training.export.card import evaluation_table
from nomen.training.export.measurement import ALL_DEV, MeasuredBundle
from nomen.training.reports.change import TEST, Change, casing_table, change_table, pooled
from nomen.training.reports.learning_curves import (
    Curve,
    chosen_epoch,
    draw_learning,
    draw_steps,
    read_curves,
)
from nomen.training.reports.mistaken_names import mistaken_names
from nomen.training.reports.mistakes_table import NUM_SHOWN, kinds_table, mistakes_lines
from nomen.training.reports.pictures import (
    draw_calibration,
    draw_f1_by_set,
    draw_precision_recall,
)

_PAGE = "report.md"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a page is made from.

    Attributes:
        measured: The new bundle.
        change: The bundle of before, on the same sentences; None without one.
        curves: The trainer's logs.
        fault: Why the bundle is no better, in one line; None if it is.
    """

    measured: MeasuredBundle
    change: Change | None
    curves: Mapping[str, Curve]
    fault: str | None = None

    @classmethod
    def of_run(
        cls, run: Path, measured: MeasuredBundle, change: Change | None, fault: str | None
    ) -> "Report":
        """Read the curves of a run folder."""
        return cls(measured=measured, change=change, curves=read_curves(run / "csv"), fault=fault)


def write_report(folder: Path, report: Report) -> Path:
    """Draw the pictures and write the page that shows them; give the page's path.

    The page shows sentences of the user: only the user may read the folder.
    """
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    mpl.use("Agg")
    for name, figure in _pictures(report).items():
        figure.savefig(folder / f"{name}.png", dpi=110)
    page = folder / _PAGE
    page.write_text("\n".join(page_lines(report)) + "\n", encoding="utf-8")
    return page


def _pictures(report: Report) -> dict[str, Figure]:
    tagged = _tagged(report)
    before = report.change.before_figures if report.change else {}
    return {
        "learning-curves": draw_learning(report.curves),
        "steps": draw_steps(report.curves),
        "f1-by-set": draw_f1_by_set(report.measured.evaluations, before),
        "precision-recall": draw_precision_recall(tagged),
        "reliability": draw_calibration(tagged),
    }


def _tagged(report: Report) -> dict[str, Predictions]:
    """Give the predictions whose probabilities are drawn: of dev and of test, and of before."""
    after = report.measured.predictions
    found = {"dev": after[ALL_DEV]}
    if test := pooled(after, [name for name in after if name.endswith(TEST)]):
        found["test"] = test
    if report.change:
        found["dev, before"] = report.change.before[ALL_DEV]
    return found


def page_lines(report: Report) -> Iterator[str]:
    """Give the page in Markdown; it shows the pictures that stand beside it."""
    manifest = report.measured.bundle.manifest
    yield f"# Training of {manifest.name} {manifest.version}"
    yield ""
    if report.fault:
        yield f"**{report.fault[:1].upper()}{report.fault[1:]}.**"
        yield ""
    yield (
        f"Made on {manifest.created}. Default engine: {manifest.default_precision}, threshold "
        f"{manifest.default_threshold}. Dev sentences chose the weights, the calibration and the "
        "thresholds; test sentences chose nothing."
    )
    yield from _learning(report)
    yield from _figures(report)
    yield from _mistakes(report.measured.predictions[ALL_DEV])
    yield from _calibration()


def _learning(report: Report) -> Iterator[str]:
    chosen = chosen_epoch(report.curves)
    yield from _heading("Learning")
    if chosen is None:
        yield "The run folder has no logs."
        return
    num_epochs = len(report.curves["dev_f1"].values)
    yield (
        f"Epoch {chosen + 1} of {num_epochs} was chosen: its mean dev F1 over the corpora, "
        f"{report.curves['dev_f1'].values[chosen]:.4f} at threshold 0.5, is the highest. The dev "
        "loss is that of a token; the training loss is that of augmented sentences with dropout."
    )
    yield from ("", "![Learning curves](learning-curves.png)", "", "![Steps](steps.png)")


def _figures(report: Report) -> Iterator[str]:
    change, evaluations = report.change, report.measured.evaluations
    yield from _heading("What it finds")
    yield from evaluation_table(evaluations)
    yield from ("", "![F1 by set](f1-by-set.png)")
    if change:
        yield from _heading("Before and after")
        yield (
            f"The training began with {change.start}. Each bundle has its own threshold. Figures "
            "are in points; the interval is the 95 % bootstrap over sentences, which both tag."
        )
        yield ""
        yield from _table(change_table(change))
    yield from _heading("By casing")
    yield from _table(casing_table(evaluations, change.before_figures if change else {}))
    yield from ("", "![Precision and recall](precision-recall.png)")


def _mistakes(predictions: Predictions) -> Iterator[str]:
    found = list(mistaken_names(predictions))
    yield from _heading("Mistakes")
    if not found:
        yield "There is none in the dev sentences."
        return
    yield f"{len(found):,} in the dev sentences, at the default threshold:"
    yield ""
    yield from _table(kinds_table(found))
    yield ""
    yield f"The commonest, {NUM_SHOWN} at most, each with one of its sentences:"
    yield from mistakes_lines(found)


def _calibration() -> Iterator[str]:
    yield from _heading("Calibration")
    yield (
        f"Among the tokens to which the tagger gives 0.8, four of five should be in a name. Only "
        f"those over {UNSURE} are shown. The calibration was fitted on the dev sentences, so those "
        "of test tell more, where there are some."
    )
    yield from ("", "![Reliability](reliability.png)")


def _heading(title: str) -> tuple[str, ...]:
    return ("", f"## {title}", "")


def _table(table: TextTable) -> Iterator[str]:
    yield from table.markdown()
