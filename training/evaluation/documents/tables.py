"""The figures of documents as tables; shares are in points."""

from collections.abc import Callable, Mapping

from nomen.training.evaluation.documents.cases import cases_table
from nomen.training.evaluation.documents.comparing import rewritten_summary, rewritten_table
from nomen.training.evaluation.documents.evaluating import DocumentsEvaluation
from nomen.training.evaluation.documents.results import (
    DocumentsFigures,
    DocumentsResult,
    MeanFigures,
)
from nomen.training.evaluation.intervals import Interval
from nomen.training.evaluation.tables import Row, TextTable, in_points, points


def terminal_tables(evaluation: DocumentsEvaluation) -> list[TextTable]:
    """Give the tables for a terminal; those of cases and rewritten pages where there are some."""
    return [*overview_tables(evaluation.documents), *_other_tables(evaluation)]


def page_tables(evaluation: DocumentsEvaluation) -> list[TextTable]:
    """Give the tables for a page; those of cases and rewritten pages where there are some."""
    return [*interval_tables(evaluation.documents), *_other_tables(evaluation)]


def documents_summary(evaluation: DocumentsEvaluation) -> list[str]:
    """Give the figures that a comparison looks at first, one per line."""
    genres, sets = evaluation.documents.mean_of_genres, evaluation.documents.mean_of_sets
    lines = [
        f"documents: mean F1 over {each.num_parts} {kind} {in_points(each.f1)}"
        for kind, each in (("genres", genres), ("sets", sets))
    ]
    lines += [
        f"letters of names left at {preset}: {in_points(genres.left[preset])} % over genres, "
        f"{in_points(sets.left[preset])} % over sets"
        for preset, _ in _by_threshold(evaluation.documents)
    ]
    lines += rewritten_summary(evaluation.rewritten, title="documents")
    if cases := evaluation.cases:
        lines.append(f"small cases: {in_points(cases.right)} % of {cases.num_cases} right")
    return lines


def overview_tables(result: DocumentsResult) -> list[TextTable]:
    """Give two tables for a terminal: the names found, and the letters left at each preset."""
    headings = ("pages", "names", "precision", "recall", "F1", "95 %", "false in 100")
    found = TextTable(
        title=f"Names in documents: {result.name}",
        headings=("", *headings),
        sections=_sections(result, _found_row, _mean_f1_row),
    )
    presets = _by_threshold(result)
    if not presets:
        return [found]
    pairs = ((f"precision {p:g}", f"letters left {p:g}") for _, p in presets)
    left = TextTable(
        title="At the thresholds of the presets",
        headings=("", *(heading for pair in pairs for heading in pair)),
        sections=_sections(
            result,
            lambda name, figures: _left_row(name, figures, presets),
            lambda name, mean: _mean_left_row(name, mean, presets),
        ),
    )
    return [found, left]


def interval_tables(result: DocumentsResult) -> list[TextTable]:
    """Give the tables for a page: the sets and genres, and what each preset leaves."""
    tables = [
        _found("Documents by set", result.sets, result.mean_of_sets),
        _found("Documents by genre", result.genres, result.mean_of_genres),
    ]
    if result.thresholds:
        tables.append(_presets(result))
    return tables


def _other_tables(evaluation: DocumentsEvaluation) -> list[TextTable]:
    tables = []
    if evaluation.rewritten:
        tables.append(rewritten_table(evaluation.rewritten, title="Rewritten documents"))
    if evaluation.cases:
        tables.append(cases_table(evaluation.cases))
    return tables


def card_tables(result: DocumentsResult) -> list[TextTable]:
    """Give the tables for a bundle's card: the genres, and the genres at each preset."""
    return [_found("Documents by genre", result.genres, result.mean_of_genres), _presets(result)]


def _sections(
    result: DocumentsResult,
    row: Callable[[str, DocumentsFigures], Row],
    mean_row: Callable[[str, MeanFigures], Row],
) -> list[list[Row]]:
    """Give the rows of sets and of genres, each with its mean."""
    return [
        section
        for kind, parts, mean in (
            ("sets", result.sets, result.mean_of_sets),
            ("genres", result.genres, result.mean_of_genres),
        )
        for section in (
            [row(name, figures) for name, figures in parts.items()],
            [mean_row(f"mean of {mean.num_parts} {kind}", mean)],
        )
    ]


def _by_threshold(result: DocumentsResult) -> list[tuple[str, float]]:
    return sorted(result.thresholds.items(), key=lambda item: item[1])


def _found_row(name: str, found: DocumentsFigures) -> Row:
    figures = found.figures
    shares = (figures.precision.value, figures.recall.value, figures.f1.value)
    has_names = figures.num_names > 0
    return (
        name,
        f"{found.num_pages:,}",
        f"{figures.num_names:,}",
        *(points(share) if has_names else "" for share in shares),
        _bounds(figures.f1) if has_names else "",
        f"{found.false_per_100:.0f}",
    )


def _mean_f1_row(name: str, mean: MeanFigures) -> Row:
    return (name, "", "", "", "", points(mean.f1.value), _bounds(mean.f1), "")


def _left_row(name: str, found: DocumentsFigures, presets: list[tuple[str, float]]) -> Row:
    has_names = found.figures.num_names > 0
    shares = (
        share.value
        for preset, _ in presets
        for share in (found.presets[preset].precision, found.presets[preset].left)
    )
    return (name, *(points(share) if has_names else "" for share in shares))


def _mean_left_row(name: str, mean: MeanFigures, presets: list[tuple[str, float]]) -> Row:
    cells = (("", points(mean.left[preset].value)) for preset, _ in presets)
    return (name, *(cell for pair in cells for cell in pair))


def _found(title: str, parts: Mapping[str, DocumentsFigures], mean: MeanFigures) -> TextTable:
    rows = [
        (
            name,
            f"{found.figures.num_sentences:,}",
            f"{found.figures.num_names:,}",
            *(
                in_points(share) if found.figures.num_names else ""
                for share in (found.figures.precision, found.figures.recall, found.figures.f1)
            ),
            f"{found.false_per_100:.0f}",
        )
        for name, found in parts.items()
    ]
    last = (f"mean of {mean.num_parts} with names", "", "", "", "", in_points(mean.f1), "")
    headings = ("", "documents", "names", "precision", "recall", "F1", "false names in 100 pages")
    return TextTable(title=title, headings=headings, sections=[rows, [last]])


def _presets(result: DocumentsResult) -> TextTable:
    sections = []
    for preset, threshold in _by_threshold(result):
        rows = [
            (
                f"{preset}, {threshold:g}",
                genre,
                *map(in_points, (each.precision, each.recall, each.left)),
            )
            for genre, found in result.genres.items()
            if found.figures.num_names
            for each in [found.presets[preset]]
        ]
        mean = result.mean_of_genres.left[preset]
        sections.append([*rows, (f"{preset}, {threshold:g}", "mean", "", "", in_points(mean))])
    return TextTable(
        title="Documents by genre at each preset",
        headings=("preset", "genre", "precision", "recall", "letters left"),
        sections=sections,
        num_text_columns=2,
    )


def _bounds(found: Interval) -> str:
    return f"{points(found.low)}–{points(found.high)}"
