"""The tables of where a tagger fails in each language."""

from collections.abc import Callable, Iterator, Mapping
from statistics import fmean

from nomen.training.evaluation.intervals import Interval
from nomen.training.evaluation.tables import TextTable, counted, points
from nomen.training.experiments.languages.details import PER_TOKENS, LanguageDetails, Rate


def detail_tables(name: str, found: Mapping[str, LanguageDetails]) -> Iterator[TextTable]:
    """Give the tables of a tagger's details, by language: none without details."""
    if not found:
        return
    yield words_table(name, found)
    presets = presets_table(name, found)
    if presets:
        yield presets


def words_table(name: str, found: Mapping[str, LanguageDetails]) -> TextTable:
    """Give recall of names that are words, and false names where there is none."""
    headings = (
        "language",
        "are words",
        "found",
        "have words",
        "found",
        "listed",
        "false",
        "no names",
        "false",
    )
    rows = [
        (
            language,
            *_rate(each.word_names, lambda found: _whole(found, times=100)),
            *_rate(each.names_with_words, lambda found: _whole(found, times=100)),
            *_rate(each.listed, _whole),
            *_rate(each.nameless, counted),
        )
        for language, each in found.items()
    ]
    title = (
        f"{name}: names that are words or have one, and how many are found; false names in "
        f"{PER_TOKENS:,} places written like a listed name, and in {PER_TOKENS:,} tokens of texts "
        "without names"
    )
    return TextTable(headings=headings, sections=[rows], title=title)


def _rate(rate: Rate, written: Callable[[Interval], str]) -> tuple[str, str]:
    return f"{rate.num:,}", "–" if rate.found is None else written(rate.found)


def _whole(found: Interval, *, times: int = 1) -> str:
    """Write a figure in whole numbers: there are few such names in most languages."""
    value, low, high = (f"{times * each:.0f}" for each in (found.value, found.low, found.high))
    return f"{value} ({low}–{high})"


def presets_table(name: str, found: Mapping[str, LanguageDetails]) -> TextTable | None:
    """Give precision and recall at each preset, and the best threshold; None without presets."""
    measured = {key: each.thresholds for key, each in found.items() if each.thresholds}
    if not measured:
        return None
    first, *_ = measured.values()
    headings = (
        "language",
        *(f"{preset} {each.threshold}" for preset, each in first.presets.items()),
        "best threshold",
        "F1 there",
        "gained",
        "held out",
    )
    rows = [
        (
            language,
            *(f"{points(p.precision)}, {points(p.recall)}" for p in each.presets.values()),
            f"{each.best.threshold}",
            points(each.best.f1),
            points(each.best.gained),
            points(each.best.gained_held_out),
        )
        for language, each in measured.items()
    ]
    gained = fmean(each.best.gained for each in measured.values())
    held_out = fmean(each.best.gained_held_out for each in measured.values())
    mean = ("mean", *("" for _ in first.presets), "", "", points(gained), points(held_out))
    title = f"{name}: precision and recall at each preset; the best threshold of each language"
    return TextTable(headings=headings, sections=[rows, [mean]], title=title)
