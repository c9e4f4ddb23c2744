"""How unsure a bundle is of each token."""

import numpy as np

from nomen.model.arrays import Float64Array
from nomen.model.windows import WindowProbabilities

MAX_ENTROPY = float(np.log(3))
"""The entropy of three equally likely answers, in nats."""


def token_entropies(probabilities: WindowProbabilities) -> Float64Array:
    """Give the entropy of each token's calibrated marginals, (T,), in nats, 0 to log 3.

    A token is outside of names, begins one, or continues one. With a head that knows no beginning,
    there are two answers and the entropy is at most log 2.

    *Source:* Settles and Craven, An Analysis of Active Learning Strategies for Sequence Labeling
    Tasks, 2008, section 3.1: token entropy, here before it is summed.
    """
    name = probabilities.name.astype(np.float64)
    begin = np.minimum(probabilities.begin, name)
    answers = np.stack([1 - name, begin, name - begin])  # (3, T)
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = np.where(answers > 0, -answers * np.log(answers), 0)
    found: Float64Array = parts.sum(axis=0)
    return found
