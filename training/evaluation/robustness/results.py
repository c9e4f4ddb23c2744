"""The results of the suite as plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from nomen.training.evaluation.documents.comparing import RewrittenResult
from nomen.training.evaluation.documents.evaluating import DocumentsEvaluation
from nomen.training.evaluation.intervals import Figures, Interval
from nomen.training.evaluation.robustness.calibration import CalibrationRow
from nomen.training.evaluation.robustness.short_texts.results import ShortTextsResult

_OLD_KEYS = {"hard_negatives": "tempting"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedResult:
    """The figures of sentences changed in one way, beside those of the same sentences as written.

    Attributes:
        changed: Of the changed sentences.
        clean: Of the sentences as written.
        ratio: F1 of the changed sentences as a share of the F1 as written.
        ratio_by_set: The same for each set alone.
    """

    changed: Figures
    clean: Figures
    ratio: Interval
    ratio_by_set: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class BlanksResult:
    """Shares of raw sentences, 0 to 1, that doubled blanks leave as they are."""

    num_sentences: int
    share_with_same_tokens: float
    share_with_same_names: float


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupResult:
    """The figures of sentences with the names of one country and gender.

    Attributes:
        region: The region of the country.
        is_held_out: Whether all names are from the test half of the lists.
        has_family_names: Whether surnames are family names; otherwise they are fathers' names.
        num_forenames: Distinct forenames to draw from.
        num_surnames: Distinct surnames to draw from.
        figures: Of the sentences with these names.
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
        original: Of the sentences with their own names.
        groups: By country and gender.
        left_out: Countries and genders with too few names.
        lowest_to_highest: The lowest recall of a group as a share of the highest.
    """

    original: Figures
    groups: Mapping[str, GroupResult]
    left_out: Sequence[str]
    lowest_to_highest: Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class HardNegativesResult:
    """False positives in sentences without names.

    Attributes:
        num_sentences: Number of sentences.
        per_100: False positives per 100 sentences.
        per_100_by_group: The same for each group.
        examples: Sentences with their false positives.
    """

    num_sentences: int
    per_100: Interval
    per_100_by_group: Mapping[str, float]
    examples: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationResult:
    """Calibration errors of tokens above `UNSURE`, by the name of each part."""

    pooled: CalibrationRow
    by_set: Mapping[str, CalibrationRow]
    by_casing: Mapping[str, CalibrationRow]
    by_group: Mapping[str, CalibrationRow]
    by_genre: Mapping[str, CalibrationRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class PresetResult:
    """A preset's threshold and its figures on all dev sentences together."""

    threshold: float
    figures: Figures


@dataclass(frozen=True, slots=True, kw_only=True)
class SuiteResult:
    """All results of one predictor.

    Attributes:
        name: The predictor's name.
        seed: Of all draws.
        seconds: How long the suite took.
        missing: Sets that are not in the folder of corpora.
        sets: Of each visible set as written.
        mean_dev_f1: Unweighted mean of F1 over dev sets.
        pooled_dev: Of all dev sentences together.
        changed: Of the sets of `PERTURBED` together, by the way they were changed.
        blanks: Of doubled blanks; None when none of these sets is in the folder.
        swaps: Of swapped names; None without lists of names.
        hard_negatives: Of sentences without names.
        short_texts: Of frames with the names of each origin, words that are names, texts without
            names and redacted texts; in `suite.json` each has a key of its own.
        documents: Of raw documents and small cases; None without documents.
        rewritten_prose: Of the raw text of the sets of `PERTURBED`, by the way it is rewritten.
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
    hard_negatives: HardNegativesResult
    short_texts: ShortTextsResult
    documents: DocumentsEvaluation | None
    rewritten_prose: Mapping[str, RewrittenResult]
    calibration: CalibrationResult | None
    presets: Mapping[str, PresetResult]

    def as_dict(self) -> dict[str, Any]:
        """Give all as plain values, as in `suite.json`.

        The key of the hard negatives is `tempting`, so that older files can be compared.
        """
        values = asdict(self)
        short_texts = values.pop("short_texts")
        renamed = {_OLD_KEYS.get(name, name): value for name, value in values.items()}
        return {**renamed, **short_texts}
