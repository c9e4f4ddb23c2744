"""Change: what a bundle finds that a training began with, beside what the new one finds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from nomen.model.bundle.bundle import Bundle
from nomen.model.engines.onnx import OnnxEngine
from nomen.model.tagger import Tagger
from nomen.training.evaluation.evaluation import Evaluation, Predictions, evaluate, predict
from nomen.training.evaluation.intervals import Interval, f1_difference
from nomen.training.evaluation.tables import Row, TextTable, points
from nomen.training.export.measurement import ALL_DEV, LOWER_DEV, UPPER_DEV, MeasuredBundle
from nomen.training.export.recording import RecordedEngine

TEST = "/test"
"""How the names of sets that are only measured end."""

CASINGS = {"as written": ALL_DEV, "lower case": LOWER_DEV, "UPPER CASE": UPPER_DEV}
"""The set of all dev sentences in each casing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The same sets of sentences, tagged by the bundle of before and by the new one.

    Each bundle has its own default engine and threshold.

    Attributes:
        start: Name and version of the bundle of before.
        before: Its predictions by the name of a set.
        before_figures: Its figures.
        after: The new bundle's predictions for the same sentences.
        after_figures: Its figures.
    """

    start: str
    before: Mapping[str, Predictions]
    before_figures: Mapping[str, Evaluation]
    after: Mapping[str, Predictions]
    after_figures: Mapping[str, Evaluation]

    @classmethod
    def measure(cls, start: Bundle, measured: MeasuredBundle) -> "Change":
        """Tag with the bundle of before what the new one has tagged."""
        manifest = start.manifest
        engine = OnnxEngine(start, precision=manifest.default_precision)
        tagger = Tagger(start, RecordedEngine(engine))
        after = measured.predictions
        before = {name: predict(tagger, found.sentences) for name, found in after.items()}
        return cls(
            start=f"{manifest.name} {manifest.version}",
            before=before,
            before_figures={name: evaluate(found) for name, found in before.items()},
            after=after,
            after_figures=measured.evaluations,
        )

    def difference(self, name: str) -> Interval:
        """Give how much higher the new F1 of a set is, -1 to 1, with its interval."""
        return f1_difference(self.after[name].counts(), self.before[name].counts())

    def fault(self) -> str | None:
        """Tell in one line if the new bundle is no better; else None.

        Dev sentences chose the weights, so their F1 must have risen. Test sentences may be few, so
        they count against the bundle only where the whole 95 % interval of the difference lies
        below 0.
        """
        before, after = (f[ALL_DEV].f1 for f in (self.before_figures, self.after_figures))
        told = f"of the dev sentences is {after:.2%}, and {self.start}, where it began, has"
        if after == before:
            return f"the training learned nothing: F1 {told} the same"
        if after < before:
            return f"it is worse than before: F1 {told} {before:.2%}"
        tests = [name for name in self.after if name.endswith(TEST)]
        for name, found in ((name, self.difference(name)) for name in tests):
            if found.high < 0:
                fell = f"{-found.value:.2%} below that of {self.start}, where it began"
                return f"it is worse than before: F1 of {name} is {fell}"
        return None


def change_table(change: Change) -> TextTable:
    """Give F1 before and after by set, and the difference with its 95 % interval, in points."""
    sets = [name for name in change.after if name not in CASINGS.values()]
    if len([name for name in sets if not name.endswith(TEST)]) != 1:
        sets.append(ALL_DEV)
    return TextTable(
        title=f"F1 before ({change.start}) and after",
        headings=("sentences", "names", "before", "after", "difference"),
        sections=[[_row(change, name) for name in sets]],
    )


def _row(change: Change, name: str) -> Row:
    before, after = change.before_figures[name], change.after_figures[name]
    found = change.difference(name)
    told = f"{100 * found.value:+.1f} ({100 * found.low:+.1f} to {100 * found.high:+.1f})"
    return (name, f"{after.num_names:,}", points(before.f1), points(after.f1), told)


def casing_table(after: Mapping[str, Evaluation], before: Mapping[str, Evaluation]) -> TextTable:
    """Give F1 of all dev sentences by casing, and its share of that as written.

    Args:
        after: The figures of the new bundle by the name of a set.
        before: Those of the bundle of before; empty without one.
    """
    bundles = {"F1 before": before, "F1": after} if before else {"F1": after}
    rows = [
        (casing, *(cell for each in bundles.values() for cell in _casing_cells(each, name)))
        for casing, name in CASINGS.items()
    ]
    headings = (cell for heading in bundles for cell in (heading, "of that as written"))
    return TextTable(headings=("casing", *headings), sections=[rows])


def _casing_cells(found: Mapping[str, Evaluation], name: str) -> tuple[str, str]:
    cased = found[ALL_DEV].f1
    return points(found[name].f1), f"{found[name].f1 / cased:.2f}" if cased else "–"


def pooled(predictions: Mapping[str, Predictions], names: Sequence[str]) -> Predictions | None:
    """Join the predictions of sets; None without any."""
    chosen = [predictions[name] for name in names]
    if not chosen:
        return None
    return Predictions(
        sentences=[sentence for each in chosen for sentence in each.sentences],
        predicted=[names for each in chosen for names in each.predicted],
        probabilities=np.concatenate([each.probabilities for each in chosen]),
        is_gold=np.concatenate([each.is_gold for each in chosen]),
    )
