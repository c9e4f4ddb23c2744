"""N-grams: which rows of the table stand for the letters that end at each place of a text.

Each place has an n-gram of 1 to `NUM_ORDERS` letters that ends there. An n-gram's row is its hash;
n-grams that share one share a vector.
"""

import numpy as np
from numpy.typing import NDArray

from nomen.model.arrays import Int64Array
from nomen.model.languages.letters import BLANK, BLANKS_BEFORE, CodeArray

RowArray = NDArray[np.uint32]

NUM_ORDERS = BLANKS_BEFORE + 1
NUM_ROWS = 1 << 17
_SHIFT = np.uint32(15)
_LONG = 64
"""Of a text with more places, every second one is read, the last one always."""
_MULTIPLIERS = np.array(
    [[0x9E3779B1], [0x85EBCA77], [0xC2B2AE3D], [0x27D4EB2F], [0x165667B1]], dtype=np.uint32
)
"""Odd numbers without a pattern, one for each letter of an n-gram, the last letter's first."""


def find_rows(codes: CodeArray) -> RowArray:
    """Give the rows of the n-grams that end at each place of a text.

    The hash of an n-gram is the sum of its codes, each times the multiplier of its place, modulo
    2^32; its upper 17 bits are the row.

    *Source:* Thorup, High Speed Hashing for Integers and Strings, 2015, section 3.5
    (multiply-shift for vectors).

    Args:
        codes: uint32 (`BLANKS_BEFORE` + T,), from `read_codes`.

    Returns:
        uint32 (`NUM_ORDERS`, P), the last place first: row of the n-gram of 1, 2 … letters, the
        longest last. P is T, or half of it where the text is long.
    """
    last = len(codes) - 1
    num_places = last + 1 - BLANKS_BEFORE
    stride = 1 + (num_places > _LONG)
    windows: RowArray = np.ndarray(
        (NUM_ORDERS, -(-num_places // stride)),
        np.uint32,
        codes,
        offset=last * codes.itemsize,
        strides=(-codes.itemsize, -codes.itemsize * stride),
    )
    hashes: RowArray = windows * _MULTIPLIERS
    sums = hashes[0]
    for order in hashes[1:]:
        sums = np.add(order, sums, order)
    hashes >>= _SHIFT
    return hashes


def find_rows_of_many(codes: CodeArray, lengths: Int64Array) -> tuple[RowArray, Int64Array]:
    """Give the rows of the n-grams of texts.

    Args:
        codes: uint32 (B, T), from `fold`; `BLANK` after the end of a shorter text.
        lengths: int64 (B,), of each text.

    Returns:
        uint32 (B, P, `NUM_ORDERS`), see `find_rows`, and int64 (B,): places of each text. Behind
        them, rows have no meaning.
    """
    size, length = codes.shape
    padded = np.full((size, length + NUM_ORDERS), BLANK, dtype=np.uint32)
    padded[:, BLANKS_BEFORE:-1] = codes
    shifts = range(BLANKS_BEFORE, -1, -1)
    windows = np.stack([padded[:, k : k + length + 1] for k in shifts])  # (N, B, T + 1)
    hashes: RowArray = np.add.accumulate(
        windows * _MULTIPLIERS[:, :, None], axis=0, dtype=np.uint32
    )
    strides = 1 + (lengths + 1 > _LONG)  # (B,)
    counts: Int64Array = -(-(lengths + 1) // strides)  # (B,)
    places = lengths[:, None] - strides[:, None] * np.arange(counts.max())  # (B, P)
    rows = np.moveaxis(hashes >> _SHIFT, 0, -1)  # (B, T + 1, N)
    return rows[np.arange(size)[:, None], places.clip(0)], counts
