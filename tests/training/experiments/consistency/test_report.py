from dataclasses import replace

from nomen.training.evaluation.intervals import Interval
from nomen.training.experiments.consistency.measuring import ConsistencyFigures
from nomen.training.experiments.consistency.report import consistency_table

FIGURES = ConsistencyFigures(
    num_documents=1200, letters=5000, left=1000, left_consistent=900,
    left_share=Interval(0.9, 0.8, 0.95), false_names=10, false_consistent=11,
    false_share=Interval(1.1, 1.0, 1.2), num_raised=400, raised_probability=0.75,
    raised_gold=Interval(0.8, 0.7, 0.9), raised_ece=0.05, ece_before=0.5,
)  # fmt: skip


def test_a_row_has_the_figures_without_the_rule_and_with_it() -> None:
    few = replace(FIGURES, num_raised=299)
    nothing = replace(FIGURES, num_raised=0, left=0)
    rows = consistency_table({"own/dev": FIGURES, "few": few, "all": nothing}).rows
    assert rows[0] == (
        "own/dev (1,200)", "1,000 → 900 of 5,000", "-10.0 (-20.0 to -5.0)", "10 → 11",
        "400", "75.0", "80.0 (70.0–90.0)", "0.500 → 0.050",
    )  # fmt: skip
    assert rows[1][5:] == ("75.0", "80.0 (70.0–90.0)", "–")
    assert rows[2][2:] == ("–", "10 → 11", "0", "–", "–", "–")
