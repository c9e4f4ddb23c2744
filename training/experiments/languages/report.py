"""The table and the picture of what taggers find in each language."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from matplotlib.figure import Figure

from nomen.training.evaluation.intervals import Interval
from nomen.training.evaluation.tables import TextTable, in_points, points
from nomen.training.experiments.languages.details import LanguageDetails
from nomen.training.experiments.languages.figures import LanguageFigures, mean_of_others

_INCHES_A_ROW = 0.26
_COLOURS = ("tab:blue", "tab:orange", "tab:green", "tab:red", "tab:purple", "tab:brown")

Figures = Mapping[str, Mapping[str, LanguageFigures]]
"""The figures of each language, by the tagger's name and the language."""


def language_table(figures: Figures) -> TextTable:
    """Give the figures of each language: F1 of each tagger, and more of the first one."""
    first, *_ = figures.values()
    headings = (
        "language",
        "names",
        *figures,
        "lower case",
        "upper case",
        "frames",
        "everyday",
        "ECE",
    )
    rows = [
        (
            language,
            f"{found.num_names:,}",
            *(in_points(each[language].f1) for each in figures.values()),
            _share(found.lower),
            _share(found.upper),
            "–" if found.framed is None else points(found.framed.value),
            _found(found.everyday),
            "–" if found.ece is None else f"{found.ece:.3f}",
        )
        for language, found in first.items()
    ]
    means = (points(mean_of_others(each)) for each in figures.values())
    totals = [
        sum(each) for each in zip(*(f.everyday for f in first.values() if f.everyday), strict=True)
    ]
    last = ("mean but en", "", *means, "", "", "", _found(totals or None), "")
    return TextTable(headings=headings, sections=[rows, [last]])


def _found(counts: Sequence[int] | None) -> str:
    """Give how many of the gold names were found exactly, and how many others."""
    if counts is None:
        return "–"
    gold, predicted, correct = counts
    return f"{correct} of {gold}, {predicted - correct} else"


def _share(found: Interval | None) -> str:
    return "–" if found is None else f"{found.value:.3f}"


def as_plain(
    figures: Figures, details: Mapping[str, Mapping[str, LanguageDetails]]
) -> dict[str, dict[str, dict[str, Any]]]:
    """Give all figures as plain values, by tagger and language; details under their own key."""
    return {
        name: {
            language: asdict(each)
            | (
                {"details": asdict(details[name][language])}
                if language in details.get(name, {})
                else {}
            )
            for language, each in found.items()
        }
        for name, found in figures.items()
    }


def draw_languages(figures: Figures) -> Figure:
    """Draw the F1 of each tagger in each language, the best language of the first tagger on top."""
    first, *_ = figures.values()
    languages = sorted(first, key=lambda language: first[language].f1.value)
    figure = Figure(figsize=(8, 1.5 + _INCHES_A_ROW * len(languages)), layout="constrained")
    axes = figure.subplots()
    for i, (name, found) in enumerate(figures.items()):
        f1 = [found[language].f1 for language in languages]
        places = [row - 0.18 * i for row in range(len(languages))]
        arms = [[e.value - e.low for e in f1], [e.high - e.value for e in f1]]
        axes.errorbar(
            [100 * e.value for e in f1],
            places,
            xerr=[[100 * max(0.0, arm) for arm in side] for side in arms],
            fmt="o",
            markersize=4,
            capsize=2,
            color=_COLOURS[i % len(_COLOURS)],
            label=name,
        )
    axes.set_yticks(range(len(languages)), languages)
    axes.set(title="F1 by language, dev sets, with 95 % intervals", xlabel="F1", xlim=(0, 100))
    axes.margins(y=0.6 / len(languages))
    axes.grid(axis="x", alpha=0.3)
    axes.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0))
    return figure
