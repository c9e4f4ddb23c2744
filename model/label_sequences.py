"""From what a network says of each token alone to what its labels are together; knows no network.

A network gives each token's labels without looking at those beside it, so `I` may follow `O`.
Here each sequence of labels that its scheme allows counts as the product of its tokens'
probabilities, every other as 0, and a label's marginal is the share of the sequences that have it:
a linear-chain CRF whose transitions are allowed or not. The network learns as part of it (ADR 11).

*Source:* Sutton and McCallum, An Introduction to Conditional Random Fields, 2012, section 4.1
(forward-backward).
"""

from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float32]
DoubleArray = NDArray[np.float64]
IntArray = NDArray[np.int32] | NDArray[np.int64]

_LEAST = 1e-12
"""Floor of a probability, so that no sequence is impossible by rounding alone."""


class Scheme(NamedTuple):
    """What a head's labels mean for their neighbours, each float64 (K,), 1 for yes.

    All that a label has to know of its neighbours is whether a name is open between them. None is
    before the first token; the sequence is closed by an `O`.
    """

    leaves_open: DoubleArray
    follows_open: DoubleArray
    follows_none: DoubleArray

    @classmethod
    def of(cls, labels: Sequence[str]) -> "Scheme":
        """Read BIO or BIOES from the labels, `O` first."""
        return cls(
            leaves_open=_among(labels, "BI"),
            follows_open=_among(labels, "IE" if "E" in labels else "IOB"),
            follows_none=_among(labels, "OBS"),
        )


def label_marginals(
    probabilities: FloatArray, lengths: IntArray, labels: Sequence[str]
) -> FloatArray:
    """Give the marginal of each label of each token, float32 (B, T, K); 0 on padding.

    Args:
        probabilities: Of each token's labels, (B, T, K), 0 to 1; those of padding mean nothing.
        lengths: Tokens of each sentence, (B,), at least 1.
        labels: K labels, `O` first; a head of one label has no sequences, and keeps what it says.

    A sentence with a probability that is no number has none; its neighbours have theirs.
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
    marginals = _chain_marginals(chain.reshape(-1, num_labels), Scheme.of(labels))
    marginals = marginals.reshape(chain.shape)[:, :num_tokens] * is_token[..., None]
    marginals[is_broken] = np.nan
    return marginals.astype(np.float32)


def _chain_marginals(chain: DoubleArray, scheme: Scheme) -> DoubleArray:
    """Run forward-backward over one long sequence, (N, K), each sentence closed by an `O`.

    `odds` are those of an open name against none, before and after each token.
    """
    leaves_open, follows_open, follows_none = scheme
    none_none, none_open, open_none, open_open = (
        (chain @ (before * after)).tolist()
        for before in (follows_none, follows_open)
        for after in (1 - leaves_open, leaves_open)
    )
    before = _odds(none_none, none_open, open_none, open_open)
    after = _odds(none_none[::-1], open_none[::-1], none_open[::-1], open_open[::-1])[::-1]
    entered = follows_none + before[:, None] * follows_open
    left = np.where(leaves_open == 1, after[:, None], 1.0)
    weights = chain * entered * left
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
    return name_and_begin(label_marginals(probabilities, lengths, labels), labels)


def name_and_begin(marginals: FloatArray, labels: Sequence[str]) -> tuple[FloatArray, FloatArray]:
    """Give name and begin probability, each (..., T), for label marginals (..., T, K).

    A token is in a name unless its label is O. A head of one label knows no beginnings: all are 0.
    """
    if len(labels) == 1:
        return marginals[..., 0], np.zeros_like(marginals[..., 0])
    begins = [i for i, label in enumerate(labels) if label in {"B", "S"}]
    name, begin = marginals[..., 1:].sum(axis=-1), marginals[..., begins].sum(axis=-1)
    return np.minimum(name, 1), np.minimum(begin, 1)  # rounded marginals may exceed their sum
