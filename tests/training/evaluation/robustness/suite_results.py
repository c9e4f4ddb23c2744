"""Results of the suite, written by hand: the least that there can be, and a full one."""

from dataclasses import replace

from nomen.training.data.cases import LabelledCase
from nomen.training.evaluation.documents.evaluating import DocumentSets, evaluate_documents
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
from nomen.training.evaluation.robustness.short_texts.results import (
    ConditionResult,
    FramesResult,
    NothingResult,
    PlaceholdersResult,
    ShortTextsResult,
    WordsResult,
)
from nomen.training.evaluation.scores import ReliabilityBin
from tests.training.evaluation.documents.pages import LETTERS, Marked


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
SHARE = Interval(0.5, 0.25, 0.75)
NUMBER = Interval(25.0, 0.0, 75.0)
FRAMES = FramesResult(
    num_frames=2,
    num_texts=8,
    figures=figures(),
    by_origin={"Nordic": Interval(0.9, 0.8, 1.0), "Vietnam": SHARE},
    by_group={"SE F": Interval(0.9, 0.8, 1.0), "VN M": SHARE},
    by_gender={"F": SHARE, "M": SHARE},
    by_form={"whole name": SHARE},
    by_kind={"signature": SHARE},
    by_condition={"lower": ConditionResult(recall=SHARE, as_written=Interval(0.6, 0.5, 0.7))},
    by_frame={"Cheers,\n{}": 0.75, "| {} | 3 |": 0.25},
    lowest_to_highest=SHARE,
    lowest_to_highest_group=SHARE,
    worst_frames=["| {} | 3 |"],
    worst_by_origin={"Nordic": SHARE, "Vietnam": Interval(0.1, 0.0, 0.2)},
    worst_lowest_to_highest=Interval(0.2, 0.1, 0.3),
    held_out=["SE F"],
    left_out=["ZA F"],
)
DOCUMENTS = evaluate_documents(
    Marked(),
    DocumentSets(pages={"letters": LETTERS}, cases=[LabelledCase("1", "greeting", "Hi Bo", ())]),
    is_rewritten=True,
)
SHORT_TEXTS = ShortTextsResult(
    frames=None,
    words=WordsResult(
        num_words=1,
        num_texts=2,
        figures=figures(),
        lower=figures(0.4),
        false_per_100=NUMBER,
        missed=["Ask May."],
        false={"May is wet.": ["May"]},
    ),
    nothing=NothingResult(
        num_texts=4,
        per_100=NUMBER,
        mean_of_kinds=NUMBER,
        per_100_by_kind={"kin": NUMBER},
        examples={"Love,\nGran": ["Gran"]},
    ),
    placeholders=PlaceholdersResult(
        num_texts=4,
        num_sentences=0,
        per_100=NUMBER,
        per_100_by_style={"[NAME]": NUMBER},
        on_placeholders={"[NAME]": Interval(5.0, 4.0, 6.0)},
        on_placeholders_of_prose={},
        examples={},
    ),
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
    short_texts=SHORT_TEXTS,
    documents=None,
    rewritten_prose={},
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
    short_texts=replace(SHORT_TEXTS, frames=FRAMES),
    documents=DOCUMENTS,
    rewritten_prose=DOCUMENTS.rewritten,
    calibration=CalibrationResult(
        pooled=ROW,
        by_set={"wnut17/dev": ROW},
        by_casing={"lower": ROW},
        by_group={"X1 F": ROW},
        by_genre={"mail": ROW},
    ),
    presets={"balanced": PresetResult(threshold=0.5, figures=figures())},
)
SUMMARY = """\
mean F1 over dev sets: 50.0
lower: 80.0 (70.0–90.0) % of the F1 as written
typos 5 %: 80.0 (70.0–90.0) % of the F1 as written
recall of name groups: lowest X0 F 70.0, highest X19 F 89.0, ratio 79.0 (75.0–80.0) %
false positives per 100 hard negatives: 25.0 (0.0–75.0)
recall in frames: 50.0 (40.0–60.0)
recall of origins in frames: lowest Vietnam 50.0, highest Nordic 90.0, ratio 50.0 (25.0–75.0) %
the same in the worst frames: ratio 20.0 (10.0–30.0) %
F1 of names that are words: 50.0 (40.0–60.0)
false names per 100 texts with none: 25.0 (0.0–75.0)
false names per 100 redacted frames: 25.0 (0.0–75.0)
documents: mean F1 over 2 genres 25.0 (25.0–25.0)
documents: mean F1 over 1 sets 40.0 (0.0–50.0)
letters of names left at high_recall: 50.0 (50.0–50.0) % over genres, 18.2 (0.0–100.0) % over sets
letters of names left at balanced: 72.2 (72.2–72.2) % over genres, 54.5 (44.4–100.0) % over sets
documents, lower-cased text: 100.0 (0.0–100.0) % of the mean F1 as written
small cases: 100.0 (100.0–100.0) % of 1 right
prose, lower-cased text: 100.0 (0.0–100.0) % of the mean F1 as written
doubled blanks: same tokens in 100.0 % of sentences, names in 90.0 %
calibration error: 0.050 as served, 0.040 cross-fitted, 0.020 if perfect (900 tokens)
missing sets: gmb/dev"""
