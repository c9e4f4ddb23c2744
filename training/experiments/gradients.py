"""Measures how far back the gradient of one step's loss reaches."""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from itertools import accumulate
from typing import Annotated

import torch
from pydantic import Field, model_validator
from torch import Tensor

from nomen.model.network.deep_bilstm import DeepBiLSTM
from nomen.training.data.labels import LabelledSentence, Span
from nomen.training.errors import CorpusError
from nomen.training.fitting.batches import LabelledBatch
from nomen.training.fitting.loss import token_loss
from nomen.training.recipes.recipe import Table


class GradientConfig(Table):
    """How the reach of gradients is measured.

    Attributes:
        num_texts: Number of texts at most.
        text_tokens: Tokens per text; texts are joined from dev sentences.
        max_distance: The largest distance from the loss, in steps.
    """

    num_texts: Annotated[int, Field(ge=1)] = 100
    text_tokens: Annotated[int, Field(ge=2)] = 128
    max_distance: Annotated[int, Field(ge=1)] = 100

    @model_validator(mode="after")
    def _within_a_text(self) -> "GradientConfig":
        if self.max_distance >= self.text_tokens:
            raise ValueError("expected max_distance to be less than text_tokens")
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class GradientReach:
    """The gradient norm at step t-k divided by the norm at step t, for several texts.

    Attributes:
        median: At index k, the median over the texts; 1 at k = 0.
        lower: The first quartile, in the same order.
        upper: The third quartile, in the same order.
    """

    median: list[float]
    lower: list[float]
    upper: list[float]


def join_sentences(
    sentences: Sequence[LabelledSentence], config: GradientConfig
) -> list[LabelledSentence]:
    """Join neighbouring sentences and cut them into texts of equal length; give the first texts.

    Raises:
        CorpusError: When all sentences together are shorter than one text.
    """
    tokens = [token for sentence in sentences for token in sentence.tokens]
    ends = list(accumulate((len(sentence.tokens) for sentence in sentences), initial=0))
    names = [
        (start + shift, end + shift)
        for sentence, shift in zip(sentences, ends, strict=False)
        for start, end in sentence.names
    ]
    size = config.text_tokens
    starts = range(0, len(tokens) - size + 1, size)[: config.num_texts]
    if not starts:
        raise CorpusError(f"{len(tokens)} dev tokens; expected {size} to measure gradients on")
    return [LabelledSentence(tuple(tokens[i : i + size]), _cut(names, i, size)) for i in starts]


def _cut(names: Sequence[Span], first: int, size: int) -> tuple[Span, ...]:
    """Give the spans of names, or of their parts, in the text of `size` tokens from `first` on."""
    ends = ((max(start - first, 0), min(end - first, size)) for start, end in names)
    return tuple((start, end) for start, end in ends if start < end)


def gradient_norms(network: DeepBiLSTM, texts: LabelledBatch) -> Tensor:
    """Give the gradient norm of the last step's loss at that step and at each step before it.

    L<t> is the loss of the last step t alone. The gradient is taken with respect to x<t-k>, the
    word vector that enters the recurrent layers k steps earlier; it shows what the word encoder can
    learn there from L<t>. The gradient is a product of three factors: from the loss to the last
    state, the Jacobians of the states along the way, and from the state to the word vector. The
    Jacobians are what vanishes or explodes. Word vectors are used because they mean the same for
    every cell and depth, whereas states differ (an LSTM has two). Dropout is off, and the numbers
    are float64.

    In a network with one direction, the whole gradient flows through the forward direction; in a
    bidirectional one, it does not.

    *Source:* Pascanu, Mikolov, Bengio, On the difficulty of training recurrent neural networks,
    2013, section 2, equations 3 to 5.

    Args:
        network: Has one direction; it is not changed.
        texts: B texts of T tokens each.

    Returns:
        float64 (B, T); index k holds the norm at step t-k.
    """
    precise = deepcopy(network).cpu().double().eval()
    word_vectors: list[Tensor] = []
    precise.recurrent.register_forward_pre_hook(lambda _, inputs: word_vectors.append(inputs[0]))
    logits = precise(texts.inputs)  # (B, T, K)
    loss = token_loss(logits[:, -1:], texts.labels[:, -1:]) / len(texts.labels)
    (gradient,) = torch.autograd.grad(loss, word_vectors)  # (B, T, D)
    norms: Tensor = gradient.norm(dim=2).flip(1)  # (B, T)
    return norms


def gradient_reach(
    network: DeepBiLSTM, texts: LabelledBatch, *, max_distance: int
) -> GradientReach:
    """Divide the norms of `gradient_norms` by the norm at the loss's own step.

    A text whose loss is exactly 0 has no gradient and is left out.

    Args:
        network: Has one direction.
        texts: All of one length, more than `max_distance` tokens.
        max_distance: The largest k, in steps.
    """
    norms = gradient_norms(network, texts)[:, : max_distance + 1]  # (B, K)
    ratios = norms / norms[:, :1]  # (B, K)
    quartiles = ratios.nanquantile(torch.tensor([0.25, 0.5, 0.75], dtype=ratios.dtype), dim=0)
    lower, median, upper = quartiles.tolist()
    return GradientReach(median=median, lower=lower, upper=upper)
