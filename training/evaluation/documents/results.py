"""The figures of documents as plain values."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from nomen.training.evaluation.intervals import Figures, Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class PresetOnDocuments:
    """What a preset finds, and what it leaves.

    Attributes:
        precision: Strict precision of names.
        recall: Strict recall of names.
        left: The share of the letters of gold names that no predicted name covers, 0 to 1.
    """

    precision: Interval
    recall: Interval
    left: Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentsFigures:
    """The figures of the documents of one set or genre.

    Attributes:
        num_pages: Number of pages.
        figures: At the default threshold; each document is one sentence of the interval.
        false_per_100: Predicted names that are not right per 100 pages, at the default threshold.
        presets: By the preset's name; empty for a predictor without presets.
    """

    num_pages: int
    figures: Figures
    false_per_100: float
    presets: Mapping[str, PresetOnDocuments]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeanFigures:
    """Unweighted means over the sets or genres that have names.

    Attributes:
        num_parts: How many have names.
        f1: Mean strict F1 at the default threshold.
        left: Mean share of letters left, by the preset's name.
    """

    num_parts: int
    f1: Interval
    left: Mapping[str, Interval]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentsResult:
    """The figures of every set and genre.

    Attributes:
        name: The predictor's name.
        thresholds: The threshold of each preset.
        sets: By the set's name.
        genres: By the genre's name.
        mean_of_sets: Over the sets that have names.
        mean_of_genres: Over the genres that have names.
    """

    name: str
    thresholds: Mapping[str, float]
    sets: Mapping[str, DocumentsFigures]
    genres: Mapping[str, DocumentsFigures]
    mean_of_sets: MeanFigures
    mean_of_genres: MeanFigures

    def as_dict(self) -> dict[str, Any]:
        """Give all as plain values."""
        return asdict(self)
