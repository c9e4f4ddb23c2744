"""What the suite found, as plain values; knows no predictor and no file."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from nomen.training.evaluation.intervals import Figures, Interval
from nomen.training.evaluation.robustness.calibration import CalibrationRow


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedResult:
    """The figures of sentences written otherwise, beside those of the same ones unchanged.

    Attributes:
        changed: As rewritten.
        clean: As they were.
        ratio: F1 of the one as a share of the other.
        ratio_by_set: The same for each set alone.
    """

    changed: Figures
    clean: Figures
    ratio: Interval
    ratio_by_set: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class BlanksResult:
    """How much of raw text survives doubled blanks, 0 to 1."""

    num_sentences: int
    share_with_same_tokens: float
    share_with_same_names: float


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupResult:
    """The figures of sentences with the names of one country and gender.

    Attributes:
        region: Where the country is.
        is_held_out: Whether all names are of the test half.
        has_family_names: Whether surnames are families', not fathers'.
        num_forenames: Different ones to draw from.
        num_surnames: The same of surnames.
        figures: Of the sentences.
    """

    region: str
    is_held_out: bool
    has_family_names: bool
    num_forenames: int
    num_surnames: int
    figures: Figures


@dataclass(frozen=True, slots=True, kw_only=True)
class SwapsResult:
    """The figures of each group of names in the same sentences.

    Attributes:
        original: With the names as they were.
        groups: By country and gender.
        left_out: Countries and genders of too few names.
        lowest_to_highest: The lowest recall of a group as a share of the highest.
    """

    original: Figures
    groups: Mapping[str, GroupResult]
    left_out: Sequence[str]
    lowest_to_highest: Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class TemptingResult:
    """False names in sentences that have none.

    Attributes:
        num_sentences: How many sentences there are.
        per_100: False names in a hundred of them.
        per_100_by_group: The same for each group.
        examples: Sentences with what was taken for names.
    """

    num_sentences: int
    per_100: Interval
    per_100_by_group: Mapping[str, float]
    examples: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationResult:
    """Calibration errors of tokens above `UNSURE`; what the parts are says each key."""

    pooled: CalibrationRow
    by_set: Mapping[str, CalibrationRow]
    by_casing: Mapping[str, CalibrationRow]
    by_group: Mapping[str, CalibrationRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class PresetResult:
    """A preset's threshold and its figures on all dev sentences together."""

    threshold: float
    figures: Figures


@dataclass(frozen=True, slots=True, kw_only=True)
class SuiteResult:
    """All that the suite found of one predictor.

    Attributes:
        name: The predictor's.
        seed: Of all draws.
        seconds: How long it took.
        missing: Sets that were not at hand.
        sets: The visible sets as they are.
        mean_dev_f1: Unweighted mean of F1 over dev sets.
        pooled_dev: Of all dev sentences together.
        changed: The sets of `PERTURBED` together, written otherwise.
        blanks: Doubled blanks in raw text; None where none of these sets is at hand.
        swaps: None without lists of names.
        tempting: Sentences without names.
        calibration: None without probabilities.
        presets: Empty without probabilities.
    """

    name: str
    seed: int
    seconds: float
    missing: Sequence[str]
    sets: Mapping[str, Figures]
    mean_dev_f1: float
    pooled_dev: Figures
    changed: Mapping[str, ChangedResult]
    blanks: BlanksResult | None
    swaps: SwapsResult | None
    tempting: TemptingResult
    calibration: CalibrationResult | None
    presets: Mapping[str, PresetResult]

    def as_dict(self) -> dict[str, Any]:
        """Give all as plain values."""
        return asdict(self)
