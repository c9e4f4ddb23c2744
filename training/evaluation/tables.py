"""Tables of text for pages and terminals; every Markdown table of a report is written here."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from nomen.training.evaluation.evaluation import Evaluation
from nomen.training.evaluation.intervals import Interval

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TextTable:
    """A table whose cells are text.

    Attributes:
        headings: One for each column.
        sections: Groups of rows; a terminal draws a line between two groups.
        title: What a page or a terminal shows above the table.
        num_text_columns: The first columns, which are aligned left; the others are aligned right.
    """

    headings: Row
    sections: Sequence[Sequence[Row]]
    title: str = ""
    num_text_columns: int = 1

    @property
    def rows(self) -> list[Row]:
        """The rows of all sections."""
        return [row for section in self.sections for row in section]

    def is_text(self, column: int) -> bool:
        """Tell whether a column is aligned left."""
        return column < self.num_text_columns

    def markdown(self) -> Iterator[str]:
        """Give the lines of the Markdown table, without the title."""
        marks = ("---" if self.is_text(i) else "---:" for i in range(len(self.headings)))
        for cells in (self.headings, marks, *self.rows):
            yield f"| {' | '.join(cells)} |"


def points(share: float, *, digits: int = 1) -> str:
    """Write a share, 0 to 1, in points: 0.5 is `50.0`."""
    return f"{100 * share:.{digits}f}"


def in_points(found: Interval) -> str:
    """Write a share with its interval in points: `50.0 (40.0–60.0)`."""
    return f"{points(found.value)} ({points(found.low)}–{points(found.high)})"


def counted(found: Interval) -> str:
    """Write a number with its interval: `5.0 (4.0–6.0)`."""
    return f"{found.value:.1f} ({found.low:.1f}–{found.high:.1f})"


def evaluation_table(evaluations: Mapping[str, Evaluation]) -> TextTable:
    """Give the figures of sets of sentences, by the set's name; shares are in points."""
    headings = ("sentences", "names", "precision", "recall", "F1", "95 %", "AP", "Brier", "ECE")
    rows = [
        (
            name,
            f"{e.num_names:,}",
            *map(points, (e.precision, e.recall, e.f1)),
            f"{points(e.f1_low)}–{points(e.f1_high)}",
            f"{e.average_precision:.3f}",
            f"{e.brier:.4f}",
            f"{e.ece:.3f}",
        )
        for name, e in evaluations.items()
    ]
    return TextTable(headings=headings, sections=[rows])
