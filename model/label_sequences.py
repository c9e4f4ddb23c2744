"""From what a network says of each token alone to what its labels are together; knows no network.

A network gives each token's labels without looking at those beside them, so `I` may follow `O`.
Where each sequence of labels that its scheme allows counts as the product of its tokens'
probabilities, every other as 0, a label's marginal is the share of the sequences that have it: a
linear-chain CRF whose transitions are allowed or not. But a recurrent network has read a token's
neighbours before it gives the token's labels. What they say counts half, then: a label's share is
the geometric mean of its own probability and of its marginal (ADR 11 has the figures).

*Source:* Sutton and McCallum, An Introduction to Conditional Random Fields, 2012, section 4.1
(forward-backward).
"""

from collections.abc import Sequence
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float32]
DoubleArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

NEIGHBOURS_WEIGHT = 0.5
"""Power of what the allowed sequences say of a label beside its own probability, 0 to 1: at 1 the
shares are marginals, at 0 what the network says of each token alone."""

_LEAST = 1e-12
"""Floor of a probability, so that no sequence is impossible by rounding alone."""


def label_shares(probabilities: FloatArray, lengths: IntArray, labels: Sequence[str]) -> FloatArray:
    """Give the share of each label of each token, float32 (B, T, K); 0 on padding.

    Args:
        probabilities: Of each token's labels, (B, T, K), 0 to 1; those of padding mean nothing.
        lengths: Tokens of each sentence, (B,), at least 1.
        labels: K labels, `O` first; a head of one label has no sequences, and keeps what it says.

    A sentence with a probability that is no number has no other shares; its neighbours have theirs.
    """
    is_token = np.arange(probabilities.shape[1]) < lengths[:, None]  # (B, T)
    if len(labels) == 1:
        return probabilities * is_token[..., None]
    num_rows, num_tokens, num_labels = probabilities.shape
    chain = np.zeros((num_rows, num_tokens + 1, num_labels))  # an O ends each sentence
    chain[..., 0] = 1
    chain[:, :num_tokens][is_token] = np.maximum(probabilities[is_token], _LEAST)
    is_broken = ~np.isfinite(chain).all(axis=(1, 2))
    chain[is_broken, :num_tokens] = 1  # or a fault in one sentence would reach those after it
    shares = _chain_shares(chain.reshape(-1, num_labels), labels)
    shares = shares.reshape(chain.shape)[:, :num_tokens] * is_token[..., None]
    shares[is_broken] = np.nan
    return shares.astype(np.float32)


def _chain_shares(chain: DoubleArray, labels: Sequence[str]) -> DoubleArray:
    """Run forward-backward over one long sequence, (N, K), each sentence closed by an O.

    All that a label has to know of its neighbours is whether a name is open between them: `odds`
    are those of an open name against none, before and after each token.
    """
    goes_on = _among(labels, "BI")  # leaves a name open
    from_open = _among(labels, "IE" if "E" in labels else "IOB")  # may follow an open name
    from_none = _among(labels, "OBS")
    none_none, none_open, open_none, open_open = (
        (chain @ (before * after)).tolist()
        for before in (from_none, from_open)
        for after in (1 - goes_on, goes_on)
    )
    before = _odds(none_none, none_open, open_none, open_open)
    after = _odds(none_none[::-1], open_none[::-1], none_open[::-1], open_open[::-1])[::-1]
    entered = from_none + before[:, None] * from_open
    left = np.where(goes_on == 1, after[:, None], 1.0)
    weights = chain * (entered * left) ** NEIGHBOURS_WEIGHT
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))


def _among(labels: Sequence[str], wanted: str) -> DoubleArray:
    return np.array([float(label in wanted) for label in labels])


def _odds(
    none_none: list[float], none_open: list[float], open_none: list[float], open_open: list[float]
) -> DoubleArray:
    """Give the odds of an open name before each step, (N,), from none before the first."""
    steps = zip(none_none, none_open, open_none, open_open, strict=True)
    odds = accumulate(
        steps,
        lambda odds, step: (step[1] + odds * step[3]) / (step[0] + odds * step[2]),
        initial=0.0,
    )
    return np.fromiter(odds, dtype=np.float64, count=len(none_none) + 1)[:-1]


def name_probabilities(
    probabilities: FloatArray, lengths: IntArray, labels: Sequence[str]
) -> tuple[FloatArray, FloatArray]:
    """Give name and begin probability, float32 (B, T), 0 to 1 and 0 on padding.

    Args:
        probabilities: Of each token's labels, (B, T, K), 0 to 1; those of padding mean nothing.
        lengths: Tokens of each sentence, (B,), at least 1.
        labels: K labels, `O` first, or one alone.
    """
    return name_and_begin(label_shares(probabilities, lengths, labels), labels)


def name_and_begin(marginals: FloatArray, labels: Sequence[str]) -> tuple[FloatArray, FloatArray]:
    """Give name and begin probability, each (..., T), for label marginals (..., T, K).

    A token is in a name unless its label is O. A head of one label knows no beginnings: all are 0.
    """
    if len(labels) == 1:
        return marginals[..., 0], np.zeros_like(marginals[..., 0])
    begins = [i for i, label in enumerate(labels) if label in {"B", "S"}]
    name, begin = marginals[..., 1:].sum(axis=-1), marginals[..., begins].sum(axis=-1)
    return np.minimum(name, 1), np.minimum(begin, 1)  # rounded shares may exceed their sum
