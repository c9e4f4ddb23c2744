"""The results of the suite as tables and lines of text; shares are in points."""

from collections.abc import Mapping

from nomen.training.evaluation.documents.comparing import rewritten_summary, rewritten_table
from nomen.training.evaluation.documents.tables import documents_summary, page_tables
from nomen.training.evaluation.intervals import Figures
from nomen.training.evaluation.robustness.calibration import CalibrationRow
from nomen.training.evaluation.robustness.results import SuiteResult, SwapsResult
from nomen.training.evaluation.robustness.short_texts.tables import (
    short_text_summary,
    short_text_tables,
)
from nomen.training.evaluation.tables import Row, TextTable, counted, in_points, points

NUM_EXTREME_GROUPS = 3
SUMMARY_WAYS = ("lower", "UPPER", "typos 5 %")


def all_tables(result: SuiteResult) -> list[TextTable]:
    """Give every table that has rows."""
    tables = [_sets(result), _changed(result)]
    if result.swaps:
        tables.append(_groups(result.swaps))
    tables.append(_hard_negatives(result))
    tables += short_text_tables(result.short_texts)
    if result.documents:
        tables += page_tables(result.documents)
    tables.append(rewritten_table(result.rewritten_prose, title="Rewritten prose"))
    if result.presets:
        tables.append(_presets(result))
    if result.calibration:
        found = result.calibration
        tables += [
            _calibration("Calibration by set", {"pooled": found.pooled, **found.by_set}),
            _calibration("Calibration by casing", found.by_casing),
            _calibration("Calibration by name group", found.by_group),
            _calibration("Calibration by genre of documents", found.by_genre),
        ]
    return [table for table in tables if any(table.sections)]


def overview(result: SuiteResult) -> TextTable:
    """Give the one table for a terminal; of the name groups, only those of extreme recall."""
    calibration = result.calibration
    by_set = calibration.by_set if calibration else {}
    by_casing = calibration.by_casing if calibration else {}
    sets = [(n, *_row(f), "", _served(by_set, n)) for n, f in result.sets.items()]
    pooled = [("all dev", *_row(result.pooled_dev), "", "")]
    changed = [
        (name, *_row(c.changed), points(c.ratio.value), _served(by_casing, name))
        for name, c in result.changed.items()
    ]
    presets = [
        (f"{n}, {p.threshold:g}", *_row(p.figures), "", "") for n, p in result.presets.items()
    ]
    groups = _extreme_groups(result.swaps) if result.swaps else []
    headings = ("names", "precision", "recall", "F1", "95 %", "of clean", "ECE")
    return TextTable(
        title=f"Suite of {result.name}",
        headings=("", *headings),
        sections=[sets, pooled, changed, groups, presets],
    )


def summary(result: SuiteResult) -> list[str]:
    """Give the figures that a comparison looks at first, one per line."""
    lines = [f"mean F1 over dev sets: {points(result.mean_dev_f1)}"]
    lines += [
        f"{way}: {in_points(result.changed[way].ratio)} % of the F1 as written"
        for way in SUMMARY_WAYS
        if way in result.changed
    ]
    lines += _summary_of_names(result.swaps) if result.swaps else []
    lines.append(
        f"false positives per 100 hard negatives: {counted(result.hard_negatives.per_100)}"
    )
    lines += short_text_summary(result.short_texts)
    if result.documents:
        lines += documents_summary(result.documents)
    lines += rewritten_summary(result.rewritten_prose, title="prose")
    if blanks := result.blanks:
        same = (blanks.share_with_same_tokens, blanks.share_with_same_names)
        tokens, names = map(points, same)
        lines.append(f"doubled blanks: same tokens in {tokens} % of sentences, names in {names} %")
    if result.calibration:
        row = result.calibration.pooled
        lines.append(
            f"calibration error: {row.served:.3f} as served, {row.cross_fitted:.3f} cross-fitted, "
            f"{row.perfect:.3f} if perfect ({row.num_tokens:,} tokens)"
        )
    if result.missing:
        lines.append(f"missing sets: {', '.join(result.missing)}")
    return lines


def _summary_of_names(swaps: SwapsResult) -> list[str]:
    recalls = {name: group.figures.recall.value for name, group in swaps.groups.items()}
    low, high = min(recalls, key=recalls.__getitem__), max(recalls, key=recalls.__getitem__)
    ends = f"lowest {low} {points(recalls[low])}, highest {high} {points(recalls[high])}"
    return [f"recall of name groups: {ends}, ratio {in_points(swaps.lowest_to_highest)} %"]


def _row(figures: Figures) -> Row:
    shares = (figures.precision.value, figures.recall.value, figures.f1.value)
    bounds = f"{points(figures.f1.low)}–{points(figures.f1.high)}"
    return (f"{figures.num_names:,}", *map(points, shares), bounds)


def _served(rows: Mapping[str, CalibrationRow], name: str) -> str:
    return f"{rows[name].served:.3f}" if name in rows else ""


def _extreme_groups(swaps: SwapsResult) -> list[Row]:
    ranked = sorted(swaps.groups, key=lambda name: swaps.groups[name].figures.recall.value)
    chosen = dict.fromkeys([*ranked[:NUM_EXTREME_GROUPS], *ranked[-NUM_EXTREME_GROUPS:]])
    rows = [(f"names {name}", *_row(swaps.groups[name].figures), "", "") for name in chosen]
    return [("names as written", *_row(swaps.original), "", ""), *rows]


def _sets(result: SuiteResult) -> TextTable:
    found = {**result.sets, "all dev": result.pooled_dev}
    rows = [_three_intervals(name, figures) for name, figures in found.items()]
    headings = ("set", "sentences", "names", "precision", "recall", "F1")
    return TextTable(title="Sets as written", headings=headings, sections=[rows])


def _three_intervals(name: str, figures: Figures) -> Row:
    numbers = (f"{figures.num_sentences:,}", f"{figures.num_names:,}")
    shares = (figures.precision, figures.recall, figures.f1)
    return (name, *numbers, *map(in_points, shares))


def _changed(result: SuiteResult) -> TextTable:
    rows = [
        (
            name,
            f"{c.changed.num_sentences:,}",
            f"{c.changed.num_names:,}",
            in_points(c.changed.recall),
            in_points(c.changed.f1),
            points(c.clean.f1.value),
            in_points(c.ratio),
            ", ".join(f"{s} {points(share)}" for s, share in c.ratio_by_set.items()),
        )
        for name, c in result.changed.items()
    ]
    headings = (
        "way",
        "sentences",
        "names",
        "recall",
        "F1",
        "F1 as written",
        "share of it",
        "by set",
    )
    return TextTable(title="Changed sentences", headings=headings, sections=[rows])


def _groups(swaps: SwapsResult) -> TextTable:
    rows = [
        (
            name,
            group.region,
            f"{group.num_forenames}",
            f"{group.num_surnames} {'families' if group.has_family_names else 'fathers'}",
            "test half" if group.is_held_out else "both halves",
            f"{group.figures.num_names:,}",
            in_points(group.figures.recall),
            in_points(group.figures.f1),
        )
        for name, group in sorted(
            swaps.groups.items(), key=lambda item: item[1].figures.recall.value
        )
    ]
    original = ("as written", *[""] * 4, *_row(swaps.original)[:1])
    clean = (*original, in_points(swaps.original.recall), in_points(swaps.original.f1))
    headings = ("names", "region", "forenames", "surnames", "from", "swapped", "recall", "F1")
    return TextTable(title="Name groups", headings=headings, sections=[[clean], rows])


def _hard_negatives(result: SuiteResult) -> TextTable:
    found = result.hard_negatives
    rows = [(group, f"{per_100:.1f}") for group, per_100 in found.per_100_by_group.items()]
    return TextTable(
        title="Hard negatives",
        headings=("group", "false positives per 100 sentences"),
        sections=[rows, [(f"all {found.num_sentences}", counted(found.per_100))]],
    )


def _presets(result: SuiteResult) -> TextTable:
    rows = [
        (name, f"{p.threshold:g}", *map(in_points, (p.figures.precision, p.figures.recall)))
        for name, p in result.presets.items()
    ]
    headings = ("preset", "threshold", "precision", "recall")
    return TextTable(title="Presets on all dev sentences", headings=headings, sections=[rows])


def _calibration(title: str, rows: Mapping[str, CalibrationRow]) -> TextTable:
    cells = [
        (
            name,
            f"{row.num_tokens:,}",
            f"{row.served:.3f}",
            f"{row.cross_fitted:.3f}",
            f"{row.perfect:.3f}",
            f"{row.perfect_high:.3f}",
        )
        for name, row in rows.items()
    ]
    headings = ("tokens of", "number", "served", "cross-fitted", "if perfect", "97.5 % if perfect")
    return TextTable(title=title, headings=headings, sections=[cells])
