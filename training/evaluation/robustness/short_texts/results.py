"""The results of short texts as plain values.

Intervals of frames draw frames, those of words draw words, and all others draw texts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nomen.training.evaluation.intervals import Figures, Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionResult:
    """The recall of texts in one condition, such as lower case.

    Attributes:
        recall: In this condition.
        as_written: Of the same texts as written.
    """

    recall: Interval
    as_written: Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class FramesResult:
    """Strict figures of names in frames; the values of mappings are recalls unless told.

    Attributes:
        num_frames: Lines of `frames.txt`; they are the `num_sentences` of `figures`.
        num_texts: How many texts were tagged.
        figures: Of all texts.
        by_origin: Of the groups of an origin together.
        by_group: By country and gender.
        by_gender: `F` and `M`.
        by_form: Whole names, forenames alone and so on.
        by_kind: Of frames of one kind.
        by_condition: Beside the same texts as written.
        by_frame: Of each frame alone.
        lowest_to_highest: The lowest recall of an origin as a share of the highest.
        lowest_to_highest_group: The same for groups.
        worst_frames: The tenth of the frames that find the fewest names.
        worst_by_origin: In these frames.
        worst_lowest_to_highest: In these frames, as `lowest_to_highest`.
        held_out: Groups whose names all come from the test half of the lists.
        left_out: Groups with too few names.
    """

    num_frames: int
    num_texts: int
    figures: Figures
    by_origin: Mapping[str, Interval]
    by_group: Mapping[str, Interval]
    by_gender: Mapping[str, Interval]
    by_form: Mapping[str, Interval]
    by_kind: Mapping[str, Interval]
    by_condition: Mapping[str, ConditionResult]
    by_frame: Mapping[str, float]
    lowest_to_highest: Interval
    lowest_to_highest_group: Interval
    worst_frames: Sequence[str]
    worst_by_origin: Mapping[str, Interval]
    worst_lowest_to_highest: Interval
    held_out: Sequence[str]
    left_out: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsResult:
    """Words that are names in half of their texts.

    Attributes:
        num_words: Number of words; they are the `num_sentences` of figures.
        num_texts: Number of texts.
        figures: Of the texts as written.
        lower: Of the texts in lower case.
        false_per_100: False names per 100 texts where the word is no name.
        missed: Texts whose name was not found, as written.
        false: Texts without a name, with what was found.
    """

    num_words: int
    num_texts: int
    figures: Figures
    lower: Figures
    false_per_100: Interval
    missed: Sequence[str]
    false: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class NothingResult:
    """False names in texts without any.

    Attributes:
        num_texts: Number of texts.
        per_100: False names per 100 texts.
        mean_of_kinds: The unweighted mean of `per_100_by_kind`.
        per_100_by_kind: False names per 100 texts of one kind.
        examples: Texts with what was found.
    """

    num_texts: int
    per_100: Interval
    mean_of_kinds: Interval
    per_100_by_kind: Mapping[str, Interval]
    examples: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceholdersResult:
    """False names in texts whose names are all redacted.

    Attributes:
        num_texts: Number of redacted frames, in each style of placeholder.
        num_sentences: Number of redacted sentences of prose, in each style.
        per_100: False names per 100 frames.
        per_100_by_style: The same by style of placeholder.
        on_placeholders: Those of them that hold a part of a placeholder, by style.
        on_placeholders_of_prose: The same per 100 sentences of prose; empty without prose.
        examples: Some frames with what was found.
    """

    num_texts: int
    num_sentences: int
    per_100: Interval
    per_100_by_style: Mapping[str, Interval]
    on_placeholders: Mapping[str, Interval]
    on_placeholders_of_prose: Mapping[str, Interval]
    examples: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortTextsResult:
    """All results of short texts; frames are None without lists of names."""

    frames: FramesResult | None
    words: WordsResult
    nothing: NothingResult
    placeholders: PlaceholdersResult
