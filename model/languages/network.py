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
        self._dim, self._num_heads = vectors.shape[1], len(forget[0])
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
            float32 (H D,).
        """
        dim, num_heads = self._dim, self._num_heads
        vectors = self._table.take(rows, axis=0, mode="clip")  # (N, T, W)
        sums = np.add.reduce(vectors, axis=0, dtype=np.int16).astype(np.float32)  # (T, W)
        gates = sums[:, dim : dim + 2 * num_heads].T * _STEP  # (2H, T)
        decay = np.square(gates[:num_heads, :-1])  # (H, T - 1)
        weights = gates[num_heads:]  # (H, T)
        weights[:, 1:] -= np.add.accumulate(decay, axis=1)
        np.exp(weights, out=weights)
        np.maximum(sums, _ZERO, out=sums)
        states: Float32Array = (weights @ sums)[:, :dim].ravel()  # (H D,)
        states *= _STEP / np.float32(sqrt(rows.shape[1]))
        return states
