"""Fits the weights of the rule on documents with gold names."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from nomen.model.arrays import Float64Array
from nomen.model.names.consistency import Evidence, Features
from nomen.training.errors import CorpusError
from nomen.training.experiments.consistency.outputs import DocumentOutput

_PENALTY = 1.0
_NUM_STEPS = 25


def fit_weights(sets: Iterable[Sequence[DocumentOutput]]) -> Features:
    """Fit logistic regression on the tokens that may be raised, by Newton's method.

    A token weighs one over the root of the number of such tokens in its set, so that a large set
    counts more than a small one, but does not decide alone. All weights but the bias have a
    quadratic penalty.

    *Source:* Hastie, Tibshirani, Friedman, The Elements of Statistical Learning, 2009, section
    4.4.1 and equation 4.31.

    Raises:
        CorpusError: When no token of any document may be raised.
    """
    rows, gold, weights = [], [], []
    for outputs in sets:
        found = [row for output in outputs for row in _rows(output)]
        rows += [features for features, _ in found]
        gold += [is_gold for _, is_gold in found]
        weights += [len(found) ** -0.5 for _ in found]
    if not rows:
        raise CorpusError("expected documents with a sure name that stands elsewhere, too")
    x, y, w = np.array(rows, dtype=np.float64), np.array(gold, dtype=np.float64), np.array(weights)
    return Features(*_newton(x, y, w).tolist())


def _rows(output: DocumentOutput) -> Iterator[tuple[Features, bool]]:
    evidence = Evidence.of(output.tokens, output.name, output.begin)
    for i, features in evidence.features(output.tokens, output.name):
        yield features, bool(output.in_names[i])


def _newton(x: Float64Array, y: Float64Array, w: Float64Array) -> Float64Array:
    """Minimise the weighted log loss and the penalty; x (N, K), y and w (N,), result (K,)."""
    penalty = np.full(x.shape[1], _PENALTY)
    penalty[Features._fields.index("bias")] = 0
    beta = np.zeros(x.shape[1])
    for _ in range(_NUM_STEPS):
        p = 1 / (1 + np.exp(-x @ beta))  # (N,)
        gradient = x.T @ (w * (p - y)) + penalty * beta  # (K,)
        curvature = (x.T * (w * p * (1 - p))) @ x + np.diag(penalty)  # (K, K)
        beta = beta - np.linalg.solve(curvature, gradient)
    return beta
