"""Types of NumPy arrays, and numbers for JSON."""

import numpy as np
from numpy.typing import NDArray

BoolArray = NDArray[np.bool_]
UInt8Array = NDArray[np.uint8]
Int32Array = NDArray[np.int32]
Int64Array = NDArray[np.int64]
IntArray = NDArray[np.integer]
"""Whole numbers of any width."""
Float32Array = NDArray[np.float32]
Float64Array = NDArray[np.float64]
FloatArray = NDArray[np.floating]
"""Real numbers of any width."""

DECIMALS = 6
"""Of a probability in JSON."""


def rounded(probability: float | None) -> float | None:
    """Round a probability for JSON; None stays None."""
    return None if probability is None else round(probability, DECIMALS)
