"""Judges the columns of a table: how likely each holds the names of persons.

A cell alone says little: a surname is found in 27 of 100 cells. Short cells of one column are
therefore tagged together, as an enumeration: the others of a column tell that it lists persons, or
towns. Then a surname is found in 92 of 100, and a town in 17 (docs/experiments/serving.md).
Cells in different scripts are not mixed, so that each goes to a bundle that knows its script.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from itertools import islice
from typing import NamedTuple

import numpy as np

from nomen.model.routing.choosing import AUTO
from nomen.model.tagged_documents import TaggedDocument
from nomen.model.tagger import Tagger
from nomen.model.text.scripts import LATIN, script_of
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
    tagger: Tagger,
    sample: Sample,
    *,
    thresholds: Sequence[float],
    language: str = AUTO,
    with_examples: bool,
) -> Judgement:
    """Judge the columns of a sample.

    Args:
        tagger: The tagger.
        sample: The rows.
        thresholds: Lowest name probability of a name's tokens, 0 to 1, of each bundle.
        language: `auto`, a tag of BCP 47, or the name of a bundle.
        with_examples: Whether some cells with a name are given.

    Raises:
        LanguageError: When the language is malformed, or no bundle tags it.
    """
    labels = (reader.label for reader in tagger.router.readers)
    judge = Judge(tagger, dict(zip(labels, thresholds, strict=True)), language)
    columns = [
        _column(judge, name, cells, with_examples=with_examples)
        for name, cells in sample.cells.items()
    ]
    columns.sort(key=lambda column: (column.share, column.probability), reverse=True)
    return Judgement(
        num_rows=sample.num_rows,
        num_drawn=sample.num_drawn,
        columns=columns,
        others=sample.others,
    )


def _column(
    judge: "Judge", name: str, cells: Sequence[str | None], *, with_examples: bool
) -> Column:
    filled = [cell for cell in cells if cell is not None and not cell.isspace() and cell]
    short = [cell for cell in filled if len(cell) <= SHORT_CHARACTERS]
    long = [cell for cell in filled if len(cell) > SHORT_CHARACTERS]
    judged = [*judge.of_short(short), *judge.of_long(long)]
    named = [each.cell for each in judged if each.has_name]
    total = len(filled) or 1
    return Column(
        name=name,
        num_filled=len(filled),
        share=round(len(named) / total, DECIMALS),
        probability=round(sum(each.probability for each in judged) / total, DECIMALS),
        examples=list(islice(dict.fromkeys(named), EXAMPLES)) if with_examples else None,
    )


class Judged(NamedTuple):
    """A cell, its highest name probability, and whether that is a name."""

    cell: str
    probability: float
    has_name: bool


class Judge:
    """Judges cells.

    Args:
        tagger: The tagger.
        thresholds: That of each bundle, by its name and version.
        language: `auto`, a tag of BCP 47, or the name of a bundle.
    """

    def __init__(self, tagger: Tagger, thresholds: Mapping[str, float], language: str) -> None:
        self._tag = partial(tagger.tag, language=language)
        self._thresholds = thresholds

    def of_long(self, cells: Sequence[str]) -> Iterator[Judged]:
        """Judge cells that are texts of their own."""
        for cell, tagged in zip(cells, self._tag(cells), strict=True):
            yield self._judged(cell, tagged, 0, len(cell))

    def of_short(self, cells: Sequence[str]) -> Iterator[Judged]:
        """Judge cells, each among others of its column in the same script."""
        groups = [
            same[start : start + CELLS_TOGETHER]
            for same in _by_script(cells)
            for start in range(0, len(same), CELLS_TOGETHER)
        ]
        texts = [[_prepare(cell) for cell in group] for group in groups]
        for group, prepared, tagged in zip(
            groups, texts, self._tag(map(SEPARATOR.join, texts)), strict=True
        ):
            start = 0
            for cell, text in zip(group, prepared, strict=True):
                yield self._judged(cell, tagged, start, start + len(text))
                start += len(text) + len(SEPARATOR)

    def _judged(self, cell: str, tagged: TaggedDocument, start: int, end: int) -> Judged:
        probability = _highest(tagged, start=start, end=end)
        threshold = min(self._thresholds[label] for label in tagged.model.split(", "))
        return Judged(cell, probability, probability >= threshold)


def _by_script(cells: Sequence[str]) -> list[list[str]]:
    """Group cells by the script of most of their letters; a bundle may know one of them alone."""
    groups: dict[str, list[str]] = {}
    for cell in cells:
        scripts = Counter(script_of(each) for each in cell if each.isalpha())
        script = max(scripts, key=scripts.__getitem__, default=LATIN)
        groups.setdefault(script, []).append(cell)
    return list(groups.values())


def _prepare(cell: str) -> str:
    """Write a short cell as names are written in a text: `POTTER, HARRY` as `Harry Potter`."""
    cell = _BLANKS.sub(" ", cell).strip()
    if cell.isupper() or cell.islower():
        cell = cell.title()
    turned = _TURNED.fullmatch(cell)
    return cell if turned is None else f"{turned[2]} {turned[1]}"


def _highest(tagged: TaggedDocument, *, start: int, end: int) -> float:
    """Give the highest name probability of the tokens that start in a part of a text."""
    if tagged.starts is None:
        raise TypeError("expected a tagged text")
    first, last = np.searchsorted(tagged.starts, [start, end]).tolist()
    return float(tagged.name_probabilities[first:last].max(initial=0))
