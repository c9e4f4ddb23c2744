"""Counts of names in cells: one frame in one condition, for each group of names."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from nomen.model.arrays import IntArray
from nomen.training.evaluation.intervals import Interval, lowest_to_highest, share_interval
from nomen.training.evaluation.robustness.short_texts.frames import Frame


@dataclass(frozen=True, slots=True)
class Cell:
    """One frame in one condition."""

    frame: Frame
    condition: str


@dataclass(frozen=True, slots=True)
class CellCounts:
    """What was counted in cells.

    Attributes:
        counts: Gold, predicted and correct names of each group in each cell, int64 (G, C, 3).
        cells: The C cells, at least one.
    """

    counts: IntArray
    cells: Sequence[Cell]

    @property
    def lines(self) -> list[str]:
        """The L lines of the cells' frames, each once."""
        return list(dict.fromkeys(cell.frame.line for cell in self.cells))

    def only(self, chosen: Sequence[bool]) -> "CellCounts":
        """Give the chosen cells; one flag for each."""
        places = [i for i, is_chosen in enumerate(chosen) if is_chosen]
        return CellCounts(self.counts[:, places], [self.cells[i] for i in places])

    def split(self, keys: Sequence[str]) -> Iterator[tuple[str, "CellCounts"]]:
        """Give the cells of each distinct key; one key for each cell."""
        for key in dict.fromkeys(keys):
            yield key, self.only([other == key for other in keys])

    def by_line(self) -> IntArray:
        """Add up the cells of one line, to int64 (G, L, 3).

        An interval draws lines, because the cells of one line are alike.
        """
        by_cell = self.counts.transpose(1, 0, 2)
        return joined(by_cell, [cell.frame.line for cell in self.cells]).transpose(1, 0, 2)

    def recall(self, *, seed: int) -> Interval:
        """Give the recall of all groups together."""
        return _recall(self.by_line().sum(axis=0), seed=seed)

    def recalls(self, names: Sequence[str], *, seed: int) -> dict[str, Interval]:
        """Give the recall of the groups of each distinct name; one name for each group."""
        rows = joined(self.by_line(), names)
        return {
            name: _recall(row, seed=seed)
            for name, row in zip(dict.fromkeys(names), rows, strict=True)
        }

    def lowest_to_highest(self, names: Sequence[str], *, seed: int) -> Interval:
        """Give the lowest recall of a distinct name as a share of the highest."""
        rows = joined(self.by_line(), names)
        return lowest_to_highest(rows[:, :, [0, 2]], seed=seed)


def joined(counts: IntArray, names: Sequence[str]) -> IntArray:
    """Add up the rows of each distinct name, int64 (N, …) to (M, …), in their first order."""
    rows = np.array(names)
    return np.stack([counts[rows == name].sum(axis=0) for name in dict.fromkeys(names)])


def _recall(counts: IntArray, *, seed: int) -> Interval:
    return share_interval(counts[:, 2], counts[:, 0], seed=seed)
