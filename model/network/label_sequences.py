"""From what a network says of each token alone to what its labels are together; knows no network.

A network gives each token's labels without looking at those beside it, so `I` may follow `O`.
Here each sequence of labels that its scheme allows counts as the product of its tokens'
probabilities, every other as 0, and a label's marginal is the share of the sequences that have it:
a linear-chain CRF whose transitions are allowed or not. The network learns as part of it (ADR 11).

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
"""A number, or one for each sentence, (B,)."""

Step = Sequence[Any]
"""How likely a token leads from none to none, none to open, open to none, open to open."""

ROWS_TOGETHER = 16
"""From so many sentences on, arrays are faster than numbers; see docs/experiments.md."""

_LEAST = 1e-12
"""Floor of a probability, so that no sequence is impossible by rounding alone."""


class Scheme(NamedTuple):
    """What a head's labels mean for their neighbours, each float64 (K,), 1 for yes.

    All that a label has to know of its neighbours is whether a name is open between them. None is
    before the first token; the sequence is closed by an `O`.
    """

    leaves_open: Float64Array
    follows_open: Float64Array
    follows_none: Float64Array

    @classmethod
    def of(cls, labels: Sequence[str]) -> "Scheme":
        """Read BIO or BIOES from the labels, `O` first."""
        return _scheme(tuple(labels))


def label_marginals(
    probabilities: Float32Array, lengths: IntArray, labels: Sequence[str]
) -> Float32Array:
    """Give the marginal of each label of each token, float32 (B, T, K); 0 on padding.

    Args:
        probabilities: Of each token's labels, (B, T, K), 0 to 1; those of padding mean nothing.
        lengths: Tokens of each sentence, (B,), at least 1.
        labels: K labels, `O` first; a head of one label has no sequences, and keeps what it says.

    A sentence with a probability that is no number has none; its neighbours have theirs.
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
    chains[is_broken, :-1] = 1  # or a fault in one sentence would reach those after it
    marginals = _chain_marginals(chains, tuple(labels))[:, :-1]
    marginals[is_broken] = np.nan
    marginals[~is_token] = 0
    return marginals.astype(np.float32)


def _chain_marginals(chains: Float64Array, labels: tuple[str, ...]) -> Float64Array:
    """Run forward-backward over sentences, (B, T, K), each closed by an `O`.

    `before` and `after` are the odds of an open name against none on either side of each token.
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
    """Give the odds of an open name before each step of (B, T, 4), (B, T), from none at first.

    Few sentences are one long one: an `O` leads to none from wherever it comes. Many take each
    step together.
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
    """Give which labels lead from none or open to none or open, (K, 4): see `Step`."""
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

    A token is in a name unless its label is O. A head of one label knows no beginnings: all are 0.
    """
    if len(labels) == 1:
        return marginals[..., 0], np.zeros_like(marginals[..., 0])
    begins = [i for i, label in enumerate(labels) if label in {"B", "S"}]
    name, begin = marginals[..., 1:].sum(axis=-1), marginals[..., begins].sum(axis=-1)
    return np.minimum(name, 1), np.minimum(begin, 1)  # rounded marginals may exceed their sum
