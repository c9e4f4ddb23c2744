"""Offsets: positions in a text, counted in code points, UTF-16 code units or UTF-8 bytes."""

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from nomen.model.arrays import Int32Array

OffsetUnit = Literal["codepoint", "utf16", "byte"]

# A character at or above each of these code points takes one more unit.
_STEPS = {"utf16": (0x1_0000,), "byte": (0x80, 0x800, 0x1_0000)}


def code_points(text: str) -> NDArray[np.uint32]:
    """Return the text's code points, lone surrogates included, as uint32 (len(text),)."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


def convert_offsets(text: str, offsets: Int32Array, *, unit: OffsetUnit) -> Int32Array:
    """Convert offsets in code points to another unit.

    A lone surrogate counts one UTF-16 code unit and three bytes, as browsers and Python's
    `surrogatepass` count it.

    Args:
        text: The text that the offsets point into.
        offsets: int32, any shape, 0 to len(text), both inclusive; in any order.
        unit: `codepoint` returns the offsets as they are, `utf16` counts code units as
            JavaScript and Java do, `byte` counts bytes of UTF-8.

    Returns:
        int32, the shape of `offsets`.
    """
    if unit == "codepoint" or text.isascii():
        return offsets
    before = np.zeros(len(text) + 1, dtype=np.int32)
    np.cumsum(_widths(code_points(text), unit), out=before[1:])
    return before[offsets]


def _widths(codes: NDArray[np.uint32], unit: OffsetUnit) -> Int32Array:
    widths = np.ones(len(codes), dtype=np.int32)
    for step in _STEPS[unit]:
        widths += codes >= step
    return widths
