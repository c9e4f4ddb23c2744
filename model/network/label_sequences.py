"""From the label probabilities of each token alone to marginals over allowed label sequences.

A network labels each token on its own, so `I` may follow `O`. Here, a label sequence that the
scheme allows weighs the product of its tokens' probabilities, and any other sequence weighs 0. The
marginal of a label is the share of the weight of all sequences that have it. This is a linear-chain
CRF whose transitions are either allowed or not. Training uses the same marginals (ADR 11).

*Source:* Sutton and McCallum, An Introduction to Conditional Random Fields, 2012, section 4.1
(forward-backward).
"""

from collections.abc import Callable, Sequence
from functools import cache
from itertools import accumulate
from typing import Any, NamedTuple

import numpy as np

from nomen.model.arrays import Float32Array, Float64Array, IntArray

Odds = Any
"""Odds of an open name against none: a number, or an array (B,) for B sentences."""

Step = Sequence[Any]
"""Weights of a token's transitions: none to none, none to open, open to none, open to open."""

ROWS_TOGETHER = 16
"""For this many sentences or more, arrays are faster than numbers; see docs/experiments.md."""

_LEAST = 1e-12
"""Floor of a probability, so that rounding alone makes no sequence impossible."""


class Scheme(NamedTuple):
    """Which labels may stand beside which, each float64 (K,): 1 for yes, 0 for no.

    Neighbouring labels agree if both say that a name is open between them, or both that none is.
    No name is open before the first token, and an `O` follows the last.

    Attributes:
        leaves_open: Whether a name is open after the label.
        follows_open: Whether the label may stand where a name is open before it.
        follows_none: Whether the label may stand where no name is open before it.
    """

    leaves_open: Float64Array
    follows_open: Float64Array
    follows_none: Float64Array

    @classmethod
    def of(cls, labels: Sequence[str]) -> "Scheme":
        """Build the scheme of BIO or BIOES labels, `O` first."""
        return _scheme(tuple(labels))


def label_marginals(
    probabilities: Float32Array, lengths: IntArray, labels: Sequence[str]
) -> Float32Array:
    """Give the marginal of each label of each token, float32 (B, T, K); 0 on padding.

    Args:
        probabilities: Of each token's labels, (B, T, K), 0 to 1; those of padding mean nothing.
        lengths: Tokens of each sentence, (B,), at least 1.
        labels: K labels, `O` first. A single label has no sequences: its probability is kept.

    If a sentence has a probability that is not finite, all its marginals are NaN. Other sentences
    are not affected.
    """
    num_rows, num_steps, _ = probabilities.shape
    is_token = np.arange(num_steps) < lengths[:, None]  # (B, T)
    if len(labels) == 1:
        return probabilities * is_token[..., None]
    outside = np.eye(1, len(labels))[0]
    chains = np.empty((num_rows, num_steps + 1, len(labels)))
    np.maximum(probabilities, _LEAST, out=chains[:, :-1])
    chains[:, :-1][~is_token] = chains[:, -1] = outside  # an O ends each sentence
    is_broken = ~np.isfinite(chains).all(axis=(1, 2))  # (B,)
    chains[is_broken, :-1] = 1  # else NaN would spread to the sentences after it
    marginals = _chain_marginals(chains, tuple(labels))[:, :-1]
    marginals[is_broken] = np.nan
    marginals[~is_token] = 0
    return marginals.astype(np.float32)


def _chain_marginals(chains: Float64Array, labels: tuple[str, ...]) -> Float64Array:
    """Run forward-backward over sentences, (B, T, K), each of which ends with an `O`.

    `before` and `after` are the odds of an open name, against none, on either side of a token.
    """
    leaves_open, follows_open, follows_none = Scheme.of(labels)
    steps = chains @ _transitions(labels)  # (B, T, 4)
    before = _odds(
        steps, lambda odds, step: (step[1] + odds * step[3]) / (step[0] + odds * step[2])
    )
    back = steps[::-1, ::-1]
    after = _odds(back, lambda odds, step: (step[2] + odds * step[3]) / (step[0] + odds * step[1]))
    entered = follows_none + before[..., None] * follows_open
    left = 1 + (after[::-1, ::-1, None] - 1) * leaves_open
    weights = chains * entered * left
    return np.asarray(weights / weights.sum(axis=-1, keepdims=True))


def _odds(steps: Float64Array, take: Callable[[Odds, Step], Odds]) -> Float64Array:
    """Give the odds of an open name before each of the steps (B, T, 4), as (B, T).

    A few sentences run as one long sentence in Python numbers: after the `O` at the end of each, no
    name is open. Many sentences run side by side in arrays, step by step.
    """
    num_rows, num_steps, _ = steps.shape
    if num_rows < ROWS_TOGETHER:
        odds = accumulate(steps.reshape(-1, 4).tolist(), take, initial=0.0)
        count = num_rows * num_steps
        return np.fromiter(odds, dtype=np.float64, count=count + 1)[:-1].reshape(num_rows, -1)
    together = np.ascontiguousarray(steps.transpose(1, 2, 0))  # (T, 4, B)
    return np.stack(list(accumulate(together[:-1], take, initial=np.zeros(num_rows))), axis=1)


@cache
def _transitions(labels: tuple[str, ...]) -> Float64Array:
    """Tell which of the four transitions each label makes, (K, 4); see `Step`."""
    leaves_open, follows_open, follows_none = Scheme.of(labels)
    pairs = ((a, b) for a in (follows_none, follows_open) for b in (1 - leaves_open, leaves_open))
    return np.stack([before * after for before, after in pairs], axis=1)


@cache
def _scheme(labels: tuple[str, ...]) -> Scheme:
    return Scheme(
        leaves_open=_among(labels, "BI"),
        follows_open=_among(labels, "IE" if "E" in labels else "IOB"),
        follows_none=_among(labels, "OBS"),
    )


def _among(labels: Sequence[str], wanted: str) -> Float64Array:
    return np.array([float(label in wanted) for label in labels])


def name_probabilities(
    probabilities: Float32Array, lengths: IntArray, labels: Sequence[str]
) -> tuple[Float32Array, Float32Array]:
    """Give name and begin probability, float32 (B, T), 0 to 1 and 0 on padding.

    Args:
        probabilities: Of each token's labels, (B, T, K), 0 to 1; those of padding mean nothing.
        lengths: Tokens of each sentence, (B,), at least 1.
        labels: K labels, `O` first, or one alone.
    """
    return name_and_begin(label_marginals(probabilities, lengths, labels), labels)


def name_and_begin(
    marginals: Float32Array, labels: Sequence[str]
) -> tuple[Float32Array, Float32Array]:
    """Give name and begin probability, each (..., T), for label marginals (..., T, K).

    A token is in a name unless its label is O. With a single label, every begin probability is 0.
    """
    if len(labels) == 1:
        return marginals[..., 0], np.zeros_like(marginals[..., 0])
    begins = [i for i, label in enumerate(labels) if label in {"B", "S"}]
    name, begin = marginals[..., 1:].sum(axis=-1), marginals[..., begins].sum(axis=-1)
    return np.minimum(name, 1), np.minimum(begin, 1)  # rounded marginals may exceed their sum
