"""N-grams: which rows of the table stand for the letters that end at each place of a text.

Each place has an n-gram of 1 to `NUM_ORDERS` letters that ends there. An n-gram's row is its hash;
n-grams that share one share a vector.
"""

import numpy as np
from numpy.typing import NDArray

from nomen.model.languages.letters import BLANK, CodeArray

RowArray = NDArray[np.uint32]

NUM_ORDERS = 5
NUM_ROWS = 1 << 16
_SHIFT = np.uint32(16)
_MULTIPLIERS = np.array(
    [[0x9E3779B1], [0x85EBCA77], [0xC2B2AE3D], [0x27D4EB2F], [0x165667B1]], dtype=np.uint32
)
"""Odd numbers without a pattern, one for each letter of an n-gram, the last letter's first."""


def find_rows(codes: CodeArray) -> RowArray:
    """Give the rows of the n-grams that end at each place of a text.

    The hash of an n-gram is the sum of its codes, each times the multiplier of its place, modulo
    2^32; its upper 16 bits are the row. The text is read as if blanks stood before and after it.

    *Source:* Thorup, High Speed Hashing for Integers and Strings, 2015, section 3.5
    (multiply-shift for vectors).

    Args:
        codes: uint32 (T,).

    Returns:
        uint32 (`NUM_ORDERS`, T + 1): row of the n-gram of 1, 2 … letters, the longest last.
    """
    num_places = len(codes) + 1
    padded = np.full(num_places + NUM_ORDERS - 1, BLANK, dtype=np.uint32)
    padded[NUM_ORDERS - 1 : -1] = codes
    windows: RowArray = np.ndarray(
        (NUM_ORDERS, num_places),
        np.uint32,
        padded,
        offset=4 * (NUM_ORDERS - 1),
        strides=(-4, 4),
    )
    hashes: RowArray = np.add.accumulate(windows * _MULTIPLIERS, axis=0, dtype=np.uint32)
    hashes >>= _SHIFT
    return hashes


def find_rows_of_many(codes: CodeArray) -> RowArray:
    """Give the rows of the n-grams of texts of one length.

    Args:
        codes: uint32 (B, T); `BLANK` after the end of a shorter text.

    Returns:
        uint32 (B, T + 1, `NUM_ORDERS`); see `find_rows`.
    """
    size, length = codes.shape
    padded = np.full((size, length + NUM_ORDERS), BLANK, dtype=np.uint32)
    padded[:, NUM_ORDERS - 1 : -1] = codes
    shifts = range(NUM_ORDERS - 1, -1, -1)
    windows = np.stack([padded[:, k : k + length + 1] for k in shifts])  # (N, B, T + 1)
    hashes: RowArray = np.add.accumulate(
        windows * _MULTIPLIERS[:, :, None], axis=0, dtype=np.uint32
    )
    return np.moveaxis(hashes >> _SHIFT, 0, -1)
