"""Writes the figures of the rule as a table."""

from collections.abc import Mapping

from nomen.training.evaluation.intervals import Interval
from nomen.training.evaluation.tables import TextTable, points
from nomen.training.experiments.consistency.measuring import ConsistencyFigures

_FEWEST_FOR_ECE = 300
"""Tokens from which the error over 15 bins says more than chance does."""
_HEADINGS = (
    "documents",
    "letters left",
    "change, 95 %",
    "false names",
    "raised",
    "mean",
    "gold, 95 %",
    "ECE",
)


def consistency_table(figures: Mapping[str, ConsistencyFigures]) -> TextTable:
    """Give the figures by the set's name; changes and shares are in points."""
    rows = [
        (
            f"{name} ({each.num_documents:,})",
            f"{each.left:,} → {each.left_consistent:,} of {each.letters:,}",
            _change(each.left_share) if each.left else "–",
            f"{each.false_names:,} → {each.false_consistent:,}",
            f"{each.num_raised:,}",
            *_calibration(each),
        )
        for name, each in figures.items()
    ]
    return TextTable(headings=_HEADINGS, sections=[rows[:-2], rows[-2:]])


def _calibration(each: ConsistencyFigures) -> tuple[str, str, str]:
    if not each.num_raised:
        return "–", "–", "–"
    gold = each.raised_gold
    is_enough = each.num_raised >= _FEWEST_FOR_ECE
    return (
        points(each.raised_probability),
        f"{points(gold.value)} ({points(gold.low)}–{points(gold.high)})",
        f"{each.ece_before:.3f} → {each.raised_ece:.3f}" if is_enough else "–",
    )


def _change(share: Interval) -> str:
    value, low, high = (f"{100 * (each - 1):+.1f}" for each in (share.value, share.low, share.high))
    return f"{value} ({low} to {high})"
