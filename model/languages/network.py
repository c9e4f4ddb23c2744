"""The recurrent network in numpy: the n-grams of a text to its last states.

The sums of n-grams' vectors are whole numbers, a step being `STEP`, and a row of the table holds
the gates' share of its n-gram behind the vector's, so that one sum gives both.
"""

from math import sqrt

import numpy as np
from numpy.typing import NDArray

from nomen.model.arrays import Float32Array
from nomen.model.languages.n_grams import NUM_ORDERS, RowArray

STEP = 2.0**-10
_LARGEST = 32767 // NUM_ORDERS
_ROW_MULTIPLE = 8
"""Rows of the table have 16 bytes, or a multiple."""
_sum, _sum_up = np.add.reduce, np.add.accumulate
_STEP, _ZERO = np.float32(STEP), np.float32(0)

Table = NDArray[np.int16]


class Network:
    """The network of `training.languages.network`, for one text at a time.

    Args:
        vectors: float32 (R, D), of the n-grams.
        bias: float32 (D,), added to each sum of vectors.
        forget: float32 (H, D) and (H,): the affine map to the forget gates.
        admit: The same to the input gates.
    """

    def __init__(
        self,
        *,
        vectors: Float32Array,
        bias: Float32Array,
        forget: tuple[Float32Array, Float32Array],
        admit: tuple[Float32Array, Float32Array],
    ) -> None:
        self._dim, self._num_heads = dim, num_heads = vectors.shape[1], len(forget[0])
        self._forget = slice(dim, dim + num_heads)
        self._admit = slice(dim + num_heads, dim + 2 * num_heads)
        gates = np.concatenate([forget[0], admit[0]]).T  # (D, 2H)
        shifts = np.concatenate([forget[1], admit[1]])  # (2H,)
        moved = vectors + bias / NUM_ORDERS  # (R, D)
        values = np.concatenate([moved, moved @ gates + shifts / NUM_ORDERS], axis=1) / STEP
        width = -(-values.shape[1] // _ROW_MULTIPLE) * _ROW_MULTIPLE
        self._table: Table = np.zeros((len(vectors), width), dtype=np.int16)
        self._table[:, : values.shape[1]] = np.rint(values.clip(-_LARGEST, _LARGEST))

    def states(self, rows: RowArray) -> Float32Array:
        """Read a text and give the last state of each head.

        A memory that is forgotten and added to at each place ends as the sum of what was added,
        each times what was kept since: exp(I x + c - the sum of (F x + b)^2 after it). So one pass
        over a text needs no loop.

        Args:
            rows: uint32 (N, T), of the n-grams at each place, the last place first; T is 1 or more.

        Returns:
            float32 (H W,), the states of each head as wide as a row of the table; what stands
            behind the D values of each has no meaning.
        """
        vectors = self._table.take(rows, axis=0, mode="clip")  # (N, T, W)
        sums = _sum(vectors, axis=0, dtype=np.int16) * _STEP  # (T, W)
        forget, weights = sums.T[self._forget], sums.T[self._admit]  # (H, T) each
        earlier = weights[:, 1:]
        np.subtract(earlier, _sum_up(np.square(forget[:, :-1]), axis=1), out=earlier)
        np.exp(weights, out=weights)
        np.maximum(sums, _ZERO, out=sums)
        states: Float32Array = (weights @ sums).ravel()  # (H W,)
        states *= np.float32(1 / sqrt(len(sums)))
        return states

    def output(self, weights: Float32Array) -> Float32Array:
        """Give the affine map from states to logits, float32 (H W, L), from one of (L, H D)."""
        num_heads, width = self._num_heads, self._table.shape[1]
        found = np.zeros((num_heads, width, len(weights)), dtype=np.float32)
        found[:, : self._dim] = weights.T.reshape(num_heads, self._dim, len(weights))
        return found.reshape(num_heads * width, len(weights))
