from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nomen.training.fitting.soft_label_rows import SoftLabelRows, write_rows


def write(path: Path, lengths: list[int]) -> np.ndarray:
    rows = np.arange(3 * sum(lengths), dtype=np.float16).reshape(-1, 3)
    cuts = np.split(rows, np.cumsum(lengths)[:-1]) if lengths else []
    with path.open("wb") as file:
        write_rows(iter(cuts), file, num_labels=3)
    return rows


@given(lengths=st.lists(st.integers(1, 9), max_size=12))
def test_rows_are_an_array_and_are_cut_as_they_were_written(
    lengths: list[int], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("rows") / "rows.npy"
    rows = write(path, lengths)
    assert np.array_equal(np.load(path), rows)
    found = list(SoftLabelRows.from_file(path).cut(lengths))
    assert [len(each) for each in found] == lengths
    assert np.array_equal(np.concatenate([rows[:0], *found]), rows)


def test_rows_are_read_from_any_one_on(tmp_path: Path) -> None:
    rows = write(tmp_path / "rows.npy", [2, 3, 1])
    (found,) = SoftLabelRows.from_file(tmp_path / "rows.npy").cut([3], first=2)
    assert np.array_equal(found, rows[2:5])


@pytest.mark.parametrize(
    "array", [np.zeros(3, np.float16), np.zeros((3, 2), np.float32), np.zeros((2, 2, 2), "f2")]
)
def test_other_arrays_are_refused(array: np.ndarray, tmp_path: Path) -> None:
    np.save(tmp_path / "rows.npy", array)
    with pytest.raises(ValueError, match=r"expected an array float16 \(N, K\)"):
        SoftLabelRows.from_file(tmp_path / "rows.npy")


@pytest.mark.parametrize("content", [b"", b"\x93NUMPY", b"no array at all, but some text"])
def test_what_is_no_array_is_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "rows.npy").write_bytes(content)
    with pytest.raises(ValueError, match=r"expected|magic|EOF"):
        SoftLabelRows.from_file(tmp_path / "rows.npy")
