"""The loss of sentences against their gold or soft labels."""

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from nomen.model.network.label_sequences import Scheme
from nomen.training.fitting.batches import IGNORED_LABEL


def sequence_loss(
    logits: Tensor,
    labels: Tensor,
    soft_labels: Tensor | None = None,
    *,
    scheme: Sequence[str],
    mean_over: str,
) -> Tensor:
    """Give the cross-entropy of each sentence's sequence of labels, averaged over the batch.

    A sequence's probability is the product of its tokens' own, divided by the share of the
    sequences that the scheme allows. So its cross-entropy is that of the tokens plus the logarithm
    of that share, and its gradient is `label_marginals` minus the labels.

    *Source:* Sutton and McCallum, An Introduction to Conditional Random Fields, 2012, section 5.1.
    Soft labels: Hinton, Vinyals, Dean, Distilling the Knowledge in a Neural Network, 2015, at
    temperature 1.

    Args:
        logits: (B, T, K).
        labels: int64 (B, T), `IGNORED_LABEL` on padding.
        soft_labels: float32 (B, T, K), probabilities of the labels, used in place of `labels`.
        scheme: The K labels; a head of one has no sequences, its tokens stand alone.
        mean_over: `sentences` divides by B, `tokens` by the number of labels.
    """
    is_token = labels != IGNORED_LABEL  # (B, T)
    total = token_loss(logits, labels, soft_labels)
    if len(scheme) > 1:
        total = total + allowed_log_share(logits, is_token, scheme).sum()
    return total / (len(labels) if mean_over == "sentences" else is_token.sum())


def token_loss(logits: Tensor, labels: Tensor, soft_labels: Tensor | None = None) -> Tensor:
    """Sum the cross-entropy of the tokens of all sentences, each token by itself.

    *Source:* Ng, Sequence Models, week 1: L = sum over t of L<t>(y_hat<t>, y<t>).

    Args:
        logits: (B, T, K); one is the logit of a name.
        labels: int64 (B, T), `IGNORED_LABEL` on padding.
        soft_labels: float32 (B, T, K), probabilities of the labels, used in place of `labels`.
    """
    is_token = labels != IGNORED_LABEL  # (B, T)
    if logits.shape[-1] == 1:
        wanted = labels if soft_labels is None else soft_labels.squeeze(-1)
        return nn.functional.binary_cross_entropy_with_logits(
            logits.squeeze(-1)[is_token], wanted[is_token].to(logits.dtype), reduction="sum"
        )
    wanted = labels if soft_labels is None else soft_labels
    return nn.functional.cross_entropy(logits[is_token], wanted[is_token], reduction="sum")


def allowed_log_share(logits: Tensor, is_token: Tensor, scheme: Sequence[str]) -> Tensor:
    """Give the logarithm of the allowed sequences' share of all probability, (B,), at most 0.

    Args:
        logits: (B, T, K).
        is_token: bool (B, T), true on the first tokens of each sentence, one at least.
        scheme: The K labels, BIO or BIOES.
    """
    leaves_open, follows_open, follows_none = map(torch.from_numpy, Scheme.of(scheme))
    allowed = torch.stack(
        [
            torch.stack([before * (1 - leaves_open), before * leaves_open])
            for before in (follows_none, follows_open)
        ]
    ).to(logits)  # (2 before, 2 after, K): none, open
    known = logits.masked_fill(~is_token[..., None], 0)
    steps = known.log_softmax(dim=-1)[:, :, None, None] + allowed.log()  # (B, T, 2, 2, K)
    first, *others = steps.logsumexp(dim=-1).unbind(dim=1)  # each (B, 2 before, 2 after)
    found = first[:, 0]  # (B, 2): no name is open before the first token
    for t, step in enumerate(others, start=1):
        moved = (found[:, :, None] + step).logsumexp(dim=1)
        found = torch.where(is_token[:, t, None], moved, found)
    closed = torch.stack([follows_none[0], follows_open[0]]).to(logits).log()  # (2,)
    return (found + closed).logsumexp(dim=-1)
