"""The table of fine-tunings."""

import math
from collections.abc import Sequence

from nomen.training.evaluation.tables import TextTable, points
from nomen.training.experiments.fine_tuning.fine_tuning import FineTuned

HEADINGS = (
    *("set", "pages", "F1 untouched", "spaCy", "fine-tuned", "gain", "lower case"),
    *("prose", "documents", "CPU s", "s"),
)


def fine_tuning_table(found: Sequence[FineTuned]) -> TextTable:
    """Give a row for each fine-tuning, in points; prose and documents as differences."""
    return TextTable(headings=HEADINGS, sections=[[_row(each) for each in found]])


def _row(found: FineTuned) -> tuple[str, ...]:
    before, after = found.before, found.after
    better = before.own if math.isnan(found.spacy) else max(before.own, found.spacy)
    return (
        found.name,
        str(found.num_pages),
        points(before.own),
        "–" if math.isnan(found.spacy) else points(found.spacy),
        points(after.own),
        _difference(better, after.own),
        points(after.own_lower),
        _difference(before.prose, after.prose),
        _difference(before.documents, after.documents),
        f"{found.cpu_seconds:.0f}",
        f"{found.seconds:.0f}",
    )


def _difference(before: float, after: float) -> str:
    return f"{100 * (after - before):+.2f}"
