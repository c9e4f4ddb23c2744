"""The map from an engine's name probabilities to calibrated ones."""

import numpy as np

from nomen.model.arrays import Float32Array
from nomen.model.bundle.bundle import Calibration


def calibrate(probabilities: Float32Array, calibration: Calibration) -> Float32Array:
    """Map probabilities, float32 of any shape, by a calibration; 0 stays 0 and 1 stays 1."""
    if (calibration.slope, calibration.intercept) == (1, 0):
        return probabilities
    p = probabilities.astype(np.float64)
    with np.errstate(divide="ignore"):
        logits = np.log(p) - np.log1p(-p)
        odds = np.exp(-(calibration.slope * logits + calibration.intercept))
    return (1 / (1 + odds)).astype(np.float32)
