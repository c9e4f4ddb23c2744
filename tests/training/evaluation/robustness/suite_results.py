"""Results of the suite, written by hand: the least that there can be, and a full one."""

from dataclasses import replace

from nomen.training.evaluation.intervals import Figures, Interval
from nomen.training.evaluation.robustness.calibration import CalibrationRow
from nomen.training.evaluation.robustness.results import (
    BlanksResult,
    CalibrationResult,
    ChangedResult,
    GroupResult,
    HardNegativesResult,
    PresetResult,
    SuiteResult,
    SwapsResult,
)
from nomen.training.evaluation.scores import ReliabilityBin


def figures(recall: float = 0.5) -> Figures:
    interval = Interval(recall, recall - 0.1, recall + 0.1)
    return Figures(
        num_sentences=3000, num_names=1200, precision=interval, recall=interval, f1=interval
    )


def group(recall: float) -> GroupResult:
    return GroupResult(
        region="Nordic",
        is_held_out=recall > 0.8,
        has_family_names=True,
        num_forenames=5,
        num_surnames=6,
        figures=figures(recall),
    )


CHANGED = ChangedResult(
    changed=figures(0.4),
    clean=figures(0.5),
    ratio=Interval(0.8, 0.7, 0.9),
    ratio_by_set={"wnut17/dev": 0.75},
)
ROW = CalibrationRow(
    num_tokens=900,
    served=0.05,
    perfect=0.02,
    perfect_high=0.03,
    cross_fitted=0.04,
    bins=[ReliabilityBin(450, 0.2, 0.25), ReliabilityBin(450, 0.9, 0.8)],
)
LEAST = SuiteResult(
    name="baseline",
    seed=0,
    seconds=1.0,
    missing=[],
    sets={"wnut17/dev": figures()},
    mean_dev_f1=0.5,
    pooled_dev=figures(),
    changed={},
    blanks=None,
    swaps=None,
    hard_negatives=HardNegativesResult(
        num_sentences=4,
        per_100=Interval(25.0, 0.0, 75.0),
        per_100_by_group={"places": 25.0},
        examples={"Austin grew.": ["Austin"]},
    ),
    calibration=None,
    presets={},
)
FULL = replace(
    LEAST,
    name="en",
    missing=["gmb/dev"],
    changed={"lower": CHANGED, "typos 5 %": CHANGED},
    blanks=BlanksResult(num_sentences=9, share_with_same_tokens=1.0, share_with_same_names=0.9),
    swaps=SwapsResult(
        original=figures(0.9),
        groups={f"X{i} F": group(0.7 + i / 100) for i in range(20)},
        left_out=["ZA F"],
        lowest_to_highest=Interval(0.79, 0.75, 0.8),
    ),
    calibration=CalibrationResult(
        pooled=ROW, by_set={"wnut17/dev": ROW}, by_casing={"lower": ROW}, by_group={"X1 F": ROW}
    ),
    presets={"balanced": PresetResult(threshold=0.5, figures=figures())},
)
SUMMARY = """\
mean F1 over dev sets: 50.0
lower: 80.0 (70.0–90.0) % of the F1 as written
typos 5 %: 80.0 (70.0–90.0) % of the F1 as written
recall of name groups: lowest X0 F 70.0, highest X19 F 89.0, ratio 79.0 (75.0–80.0) %
false positives per 100 hard negatives: 25.0 (0.0–75.0)
doubled blanks: same tokens in 100.0 % of sentences, names in 90.0 %
calibration error: 0.050 as served, 0.040 cross-fitted, 0.020 if perfect (900 tokens)
missing sets: gmb/dev"""
