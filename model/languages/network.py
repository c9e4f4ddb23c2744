"""The recurrent network in numpy: the n-grams of a text to its last states.

The sums of n-grams' vectors are whole numbers, a step being `STEP`, and a row of the table holds
the gates' share of its n-gram behind the vector's, so that one sum gives both.
"""

import numpy as np
from numpy.typing import NDArray

from nomen.model.arrays import Float32Array
from nomen.model.languages.n_grams import NUM_ORDERS, RowArray

STEP = 2.0**-10
_LARGEST = 32767 // NUM_ORDERS

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
        shifts = np.concatenate([forget[1], admit[1]]) + bias @ gates  # (2H,)
        ones = np.full((len(vectors), 1), 1 / NUM_ORDERS, dtype=np.float32)
        rows = [vectors + bias / NUM_ORDERS, ones, vectors @ gates + shifts / NUM_ORDERS]
        values = np.concatenate(rows, axis=1) / STEP  # (R, D + 1 + 2H)
        self._table: Table = np.rint(values.clip(-_LARGEST, _LARGEST)).astype(np.int16)

    def states(self, rows: RowArray) -> Float32Array:
        """Read a text and give the last state of each head.

        Args:
            rows: uint32 (N, T), of the n-grams at each place; T is 1 or more.

        Returns:
            float32 (H D,).
        """
        dim, num_heads = self._dim, self._num_heads
        vectors = self._table.take(rows, axis=0, mode="clip")  # (N, T, D + 1 + 2H)
        sums = np.add.reduce(vectors, axis=0, dtype=np.int16).astype(np.float32)
        sums *= np.float32(STEP)  # (T, D + 1 + 2H)
        gates = sums[:, dim + 1 :].T  # (2H, T)
        decay = np.square(gates[:num_heads, :0:-1])  # (H, T - 1)
        weights = gates[num_heads:].copy()  # (H, T)
        weights[:, -2::-1] -= np.add.accumulate(decay, axis=1)
        np.exp(weights, out=weights)
        values = np.maximum(sums[:, : dim + 1], 0)  # (T, D + 1)
        memory = weights @ values  # (H, D + 1)
        scale = np.sqrt(memory[:, dim:] + 1)
        states: Float32Array = (memory[:, :dim] / scale).ravel()  # (H D,)
        return states
