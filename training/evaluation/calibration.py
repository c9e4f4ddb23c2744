"""Fits the map from an engine's probabilities to calibrated ones."""

import numpy as np
import torch

from nomen.model.arrays import BoolArray, FloatArray
from nomen.model.bundle.bundle import Calibration

_SMALLEST = 1e-7


def fit_calibration(probabilities: FloatArray, is_gold: BoolArray) -> Calibration:
    """Fit slope and intercept by maximum likelihood on the tokens of dev sentences.

    With fewer than 10 tokens inside names, or fewer than 10 outside, there is too little data, and
    the map stays the identity.

    *Source:* Platt, Probabilistic Outputs for Support Vector Machines, 1999, section 2, without
    its prior on the labels.
    """
    if min(int(is_gold.sum()), int((~is_gold).sum())) < 10:  # noqa: PLR2004
        return Calibration()
    p = torch.from_numpy(probabilities.astype(np.float64)).clamp(_SMALLEST, 1 - _SMALLEST)
    gold = torch.from_numpy(is_gold.astype(np.float64))
    logits = p.logit()
    parameters = torch.tensor([0.0, 0.0], dtype=torch.float64, requires_grad=True)
    optimiser = torch.optim.LBFGS([parameters], max_iter=100, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimiser.zero_grad()
        log_slope, intercept = parameters
        value = torch.nn.functional.binary_cross_entropy_with_logits(
            log_slope.exp() * logits + intercept, gold
        )
        value.backward()  # type: ignore[no-untyped-call]  # torch's own gap
        return value

    optimiser.step(loss)  # type: ignore[no-untyped-call]  # torch's own gap
    log_slope, intercept = parameters.detach().tolist()
    return Calibration(slope=float(np.exp(log_slope)), intercept=float(intercept))
