import numpy as np
import pytest

from nomen.training.evaluation.robustness.short_texts.cells import Cell, CellCounts, joined
from nomen.training.evaluation.robustness.short_texts.frames import Frame


def cell(line: str, condition: str = "as written") -> Cell:
    return Cell(Frame(kind="note", line=line, pattern=line, form="whole name"), condition)


CELLS = [cell("a"), cell("b"), cell("a", "lower")]
COUNTS = CellCounts(
    np.array([[[1, 1, 1], [2, 0, 0], [1, 1, 1]], [[1, 0, 0], [2, 2, 2], [1, 1, 1]]]), CELLS
)


def test_cells_of_a_line_are_added_up() -> None:
    assert COUNTS.lines == ["a", "b"]
    assert COUNTS.by_line().tolist() == [[[2, 2, 2], [2, 0, 0]], [[2, 1, 1], [2, 2, 2]]]


def test_cells_are_split_by_key() -> None:
    found = {key: part.recall(seed=0).value for key, part in COUNTS.split(["x", "y", "x"])}
    assert found == {"x": 0.75, "y": 0.5}


def test_groups_of_one_name_are_added_up() -> None:
    found = COUNTS.recalls(["North", "South"], seed=0)
    assert {name: share.value for name, share in found.items()} == {"North": 0.5, "South": 0.75}
    assert COUNTS.recalls(["one", "one"], seed=0)["one"].value == 0.625
    assert COUNTS.lowest_to_highest(["North", "South"], seed=0).value == pytest.approx(2 / 3)


def test_rows_keep_the_order_of_their_names() -> None:
    assert joined(np.array([1, 2, 4]), ["b", "a", "b"]).tolist() == [5, 2]
