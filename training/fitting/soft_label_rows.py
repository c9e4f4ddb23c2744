"""The rows of soft labels in a `.npy` file, written and read in their order, never all at once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np

from nomen.training.data.labels import SoftLabels

_DTYPE = np.dtype(np.float16)


def write_rows(found: Iterable[SoftLabels], file: BinaryIO, *, num_labels: int) -> None:
    """Write soft labels, float16 (T, K) each, as one array float16 (N, K).

    Args:
        found: Those of one sentence after the other.
        file: Empty.
        num_labels: K.
    """
    _write_header(file, 0, num_labels)
    num_rows = 0
    for rows in found:
        file.write(rows.astype(_DTYPE).tobytes())
        num_rows += len(rows)
    file.seek(0)
    _write_header(file, num_rows, num_labels)


def _write_header(file: BinaryIO, num_rows: int, num_labels: int) -> None:
    """Write the header; NumPy leaves room in it for any number of rows."""
    facts = {"descr": _DTYPE.str, "fortran_order": False, "shape": (num_rows, num_labels)}
    np.lib.format.write_array_header_1_0(file, facts)


@dataclass(frozen=True, slots=True, kw_only=True)
class SoftLabelRows:
    """The rows of a file.

    Attributes:
        path: The file.
        num_rows: N.
        num_labels: K.
        start: Bytes before the first row.
    """

    path: Path
    num_rows: int
    num_labels: int
    start: int

    @classmethod
    def from_file(cls, path: Path) -> "SoftLabelRows":
        """Read the header of a file.

        Raises:
            OSError: When it cannot be read.
            ValueError: When it does not hold a whole array float16 (N, K).
        """
        with path.open("rb") as file:
            np.lib.format.read_magic(file)
            shape, _, dtype = np.lib.format.read_array_header_1_0(file)
            start = file.tell()
        if dtype != _DTYPE or len(shape) != 2:  # noqa: PLR2004  # rows and labels
            raise ValueError("expected an array float16 (N, K)")
        if path.stat().st_size != start + shape[0] * shape[1] * _DTYPE.itemsize:
            raise ValueError("expected as many rows as the header says")
        return cls(path=path, num_rows=shape[0], num_labels=shape[1], start=start)

    def cut(self, lengths: Iterable[int], *, first: int = 0) -> Iterator[SoftLabels]:
        """Give the rows of each sentence, float16 (T, K).

        Args:
            lengths: The tokens of each sentence, one after the other.
            first: The row of the first token.
        """
        row_bytes = self.num_labels * _DTYPE.itemsize
        with self.path.open("rb") as file:
            file.seek(self.start + first * row_bytes)
            for length in lengths:
                rows = np.frombuffer(file.read(length * row_bytes), dtype=_DTYPE)
                yield rows.reshape(length, self.num_labels)
