"""The results of short texts as tables and lines of text; shares are in points."""

from collections.abc import Mapping, Sequence

from nomen.training.evaluation.intervals import Figures, Interval
from nomen.training.evaluation.robustness.short_texts.results import (
    FramesResult,
    NothingResult,
    PlaceholdersResult,
    ShortTextsResult,
    WordsResult,
)
from nomen.training.evaluation.tables import Row, TextTable, counted, in_points, points

SIGNS = str.maketrans({"\n": "⏎", "\t": "⇥", "|": "\\|", "`": "'"})
"""What stands for characters that a line or a cell of a page cannot hold."""


def short_text_tables(result: ShortTextsResult) -> list[TextTable]:
    """Give the tables of what was measured."""
    frames = result.frames
    return [
        *([_origins(frames), _forms(frames), _frames(frames)] if frames else []),
        _words(result.words),
        _nothing(result.nothing),
        _placeholders(result.placeholders),
    ]


def short_text_summary(result: ShortTextsResult) -> list[str]:
    """Give the figures that a comparison looks at first, one per line."""
    return [
        *(_summary_of_frames(result.frames) if result.frames else []),
        f"F1 of names that are words: {in_points(result.words.figures.f1)}",
        f"false names per 100 texts with none: {counted(result.nothing.mean_of_kinds)}",
        f"false names per 100 redacted frames: {counted(result.placeholders.per_100)}",
    ]


def _summary_of_frames(frames: FramesResult) -> list[str]:
    recalls = {name: found.value for name, found in frames.by_origin.items()}
    low, high = min(recalls, key=recalls.__getitem__), max(recalls, key=recalls.__getitem__)
    ends = f"lowest {low} {points(recalls[low])}, highest {high} {points(recalls[high])}"
    return [
        f"recall in frames: {in_points(frames.figures.recall)}",
        f"recall of origins in frames: {ends}, ratio {in_points(frames.lowest_to_highest)} %",
        f"the same in the worst frames: ratio {in_points(frames.worst_lowest_to_highest)} %",
    ]


def _origins(frames: FramesResult) -> TextTable:
    ranked = sorted(frames.by_origin, key=lambda name: frames.by_origin[name].value)
    rows = [
        (name, in_points(frames.by_origin[name]), in_points(frames.worst_by_origin[name]))
        for name in ranked
    ]
    groups = sorted(frames.by_group.items(), key=lambda item: item[1].value)
    ratios = (
        "lowest to highest",
        in_points(frames.lowest_to_highest),
        in_points(frames.worst_lowest_to_highest),
    )
    return TextTable(
        title="Recall in frames by origin",
        headings=("names", "all frames", f"{len(frames.worst_frames)} worst frames"),
        sections=[rows, [ratios], [(name, in_points(found), "") for name, found in groups]],
    )


def _forms(frames: FramesResult) -> TextTable:
    parts = (frames.by_form, frames.by_gender, frames.by_kind)
    as_written = [[(name, in_points(found), "") for name, found in p.items()] for p in parts]
    conditions = [
        (name, in_points(found.recall), in_points(found.as_written))
        for name, found in frames.by_condition.items()
    ]
    return TextTable(
        title="Recall in frames by form, gender, kind and condition",
        headings=("frames", "recall", "the same as written"),
        sections=[*as_written, conditions],
    )


def _frames(frames: FramesResult) -> TextTable:
    ranked = sorted(frames.by_frame.items(), key=lambda item: item[1])
    rows = [(f"`{frame.translate(SIGNS)}`", points(recall)) for frame, recall in ranked]
    return TextTable(title="Recall of each frame", headings=("frame", "recall"), sections=[rows])


def _words(words: WordsResult) -> TextTable:
    rows = [
        (name, f"{found.num_names:,}", *_figures(found))
        for name, found in {"as written": words.figures, "lower": words.lower}.items()
    ]
    headings = ("texts", "names", "precision", "recall", "F1")
    title = f"Names that are words, {words.num_words} words in {words.num_texts} texts"
    return TextTable(title=title, headings=headings, sections=[rows])


def _figures(found: Figures) -> Row:
    return tuple(map(in_points, (found.precision, found.recall, found.f1)))


def _nothing(nothing: NothingResult) -> TextTable:
    ends = {
        "mean of kinds": nothing.mean_of_kinds,
        f"all {nothing.num_texts} texts": nothing.per_100,
    }
    return TextTable(
        title="Nothing to find",
        headings=("kind", "false names per 100 texts"),
        sections=[_counts(nothing.per_100_by_kind), _counts(ends)],
    )


def _counts(found: Mapping[str, Interval]) -> list[Row]:
    return [(name, counted(number)) for name, number in found.items()]


def _placeholders(found: PlaceholdersResult) -> TextTable:
    parts = (found.per_100_by_style, found.on_placeholders, found.on_placeholders_of_prose)
    rows = [
        (f"`{style}`", *(counted(part[style]) if style in part else "" for part in parts))
        for style in found.per_100_by_style
    ]
    return TextTable(
        title=f"Redacted texts: false names in 100 of {found.num_texts} frames and of "
        f"{found.num_sentences} sentences of prose",
        headings=("placeholder", "in frames", "on a placeholder", "on a placeholder of prose"),
        sections=[rows, [("all", counted(found.per_100), "", "")]],
    )


def short_text_examples(result: ShortTextsResult) -> dict[str, list[str]]:
    """Give the texts with faults on one line each, by title; titles without any are left out."""
    found = {
        "False names in words": result.words.false,
        "Names that are words, not found": dict.fromkeys(result.words.missed, ()),
        "False names in texts with none": result.nothing.examples,
        "False names in redacted frames": result.placeholders.examples,
    }
    return {title: example_lines(texts) for title, texts in found.items() if texts}


def example_lines(examples: Mapping[str, Sequence[str]]) -> list[str]:
    """Give each text on one line, with the names found in it: `Love,⏎Gran — Gran`."""
    return [
        " — ".join(filter(None, (text.translate(SIGNS), ", ".join(names))))
        for text, names in examples.items()
    ]
