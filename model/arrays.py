"""The types of numpy arrays that all packages share, by what their elements are."""

import numpy as np
from numpy.typing import NDArray

BoolArray = NDArray[np.bool_]
Int32Array = NDArray[np.int32]
Int64Array = NDArray[np.int64]
IntArray = NDArray[np.integer]
"""Whole numbers of any width."""
Float32Array = NDArray[np.float32]
Float64Array = NDArray[np.float64]
FloatArray = NDArray[np.floating]
"""Real numbers of any width."""
