"""Calibrates an identifier: one slope for all logits."""

from collections.abc import Sequence

import numpy as np

from nomen.model.languages.identifier import LanguageIdentifier
from nomen.training.languages.evaluation import Sample

_SLOPES = np.geomspace(0.4, 2.5, 64)


def fit_slope(identifier: LanguageIdentifier, samples: Sequence[Sample]) -> float:
    """Give the slope that makes the languages of samples most probable.

    Args:
        identifier: Not calibrated yet: its slope is 1.
        samples: Texts of dev.

    *Source:* Guo et al., On Calibration of Modern Neural Networks, 2017, section 4.2 (temperature
    scaling); the slope is 1 / T.
    """
    losses = np.zeros(len(_SLOPES))
    for sample in samples:
        found = identifier.logits(sample.text)
        if found is None or sample.language not in found.languages:
            continue
        scaled = found.values[:, None] * _SLOPES  # (L, S)
        highest = scaled.max(axis=0)
        totals = highest + np.log(np.exp(scaled - highest).sum(axis=0))
        losses += totals - scaled[found.languages.index(sample.language)]
    return float(_SLOPES[losses.argmin()])
