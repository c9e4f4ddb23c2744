"""Judges the columns of a table: how likely each holds the names of persons.

A cell alone says little: a surname is found in 27 of 100 cells. Short cells of one column are
therefore tagged together, as an enumeration: the others of a column tell that it lists persons, or
towns. Then a surname is found in 92 of 100, and a town in 17 (docs/experiments/serving.md).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from itertools import islice

import numpy as np

from nomen.model.tagged_documents import TaggedDocument
from nomen.model.tagger import Tagger
from nomen.service.files.sampling import Sample

SHORT_CHARACTERS = 60
"""A longer cell is a text of its own."""
CELLS_TOGETHER = 20
"""Short cells in one enumeration."""
SEPARATOR = "; "
EXAMPLES = 3
"""Examples of a column, if asked for."""
DECIMALS = 3
"""Digits of shares and probabilities."""

_TURNED = re.compile(r"(\S+(?: \S+)?), (\S+(?: \S+)?)")
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """What the sample says about a column.

    Attributes:
        name: Its header, or its number.
        num_filled: Cells of the sample that are not empty.
        share: The share of the filled cells in which a name was found, 0 to 1.
        probability: The mean over the filled cells of the highest name probability, 0 to 1.
        examples: Some cells with a name, if asked for.
    """

    name: str
    num_filled: int
    share: float
    probability: float
    examples: list[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What the sample says about a table.

    Attributes:
        num_rows: Rows of the table.
        num_drawn: Rows of the sample.
        columns: Its columns, the likeliest to hold names first.
        others: Columns that hold no text.
    """

    num_rows: int
    num_drawn: int
    columns: list[Column] = field(default_factory=list)
    others: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, object]:
        """Give the fields; a column without examples lacks that field."""
        columns = [
            {name: value for name, value in asdict(column).items() if value is not None}
            for column in self.columns
        ]
        return {**asdict(self), "columns": columns}


def judge_columns(
    tagger: Tagger, sample: Sample, *, threshold: float, with_examples: bool
) -> Judgement:
    """Judge the columns of a sample.

    Args:
        tagger: The tagger.
        sample: The rows.
        threshold: Lowest name probability of a name's tokens, 0 to 1.
        with_examples: Whether some cells with a name are given.
    """
    columns = [
        _judge(tagger, name, cells, threshold=threshold, with_examples=with_examples)
        for name, cells in sample.cells.items()
    ]
    columns.sort(key=lambda column: (column.share, column.probability), reverse=True)
    return Judgement(
        num_rows=sample.num_rows,
        num_drawn=sample.num_drawn,
        columns=columns,
        others=sample.others,
    )


def _judge(
    tagger: Tagger,
    name: str,
    cells: Sequence[str | None],
    *,
    threshold: float,
    with_examples: bool,
) -> Column:
    filled = [cell for cell in cells if cell is not None and not cell.isspace() and cell]
    short = [cell for cell in filled if len(cell) <= SHORT_CHARACTERS]
    long = [cell for cell in filled if len(cell) > SHORT_CHARACTERS]
    judged = [*zip(short, _of_short(tagger, short), strict=True)]
    judged += zip(long, map(_highest, tagger.tag(long)), strict=True)
    named = [cell for cell, probability in judged if probability >= threshold]
    total = len(filled) or 1
    return Column(
        name=name,
        num_filled=len(filled),
        share=round(len(named) / total, DECIMALS),
        probability=round(sum(probability for _, probability in judged) / total, DECIMALS),
        examples=list(islice(dict.fromkeys(named), EXAMPLES)) if with_examples else None,
    )


def _of_short(tagger: Tagger, cells: Sequence[str]) -> Iterator[float]:
    """Give the highest name probability of each short cell, tagged among others of its column."""
    prepared = [_prepare(cell) for cell in cells]
    groups = [
        prepared[start : start + CELLS_TOGETHER]
        for start in range(0, len(prepared), CELLS_TOGETHER)
    ]
    for group, tagged in zip(groups, tagger.tag(map(SEPARATOR.join, groups)), strict=True):
        start = 0
        for cell in group:
            yield _highest(tagged, start=start, end=start + len(cell))
            start += len(cell) + len(SEPARATOR)


def _prepare(cell: str) -> str:
    """Write a short cell as names are written in a text: `POTTER, HARRY` as `Harry Potter`."""
    cell = _BLANKS.sub(" ", cell).strip()
    if cell.isupper() or cell.islower():
        cell = cell.title()
    turned = _TURNED.fullmatch(cell)
    return cell if turned is None else f"{turned[2]} {turned[1]}"


def _highest(tagged: TaggedDocument, *, start: int = 0, end: int | None = None) -> float:
    """Give the highest name probability of the tokens that start in a part of a text."""
    if tagged.starts is None:
        raise TypeError("expected a tagged text")
    first, last = 0, len(tagged.starts)
    if end is not None:
        first, last = np.searchsorted(tagged.starts, [start, end]).tolist()
    return float(tagged.name_probabilities[first:last].max(initial=0))
