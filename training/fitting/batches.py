"""LabelledBatch: labelled sentences, padded and encoded."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from nomen.model.arrays import Int32Array, Int64Array
from nomen.model.network.deep_bilstm import BatchTensors
from nomen.model.network.encoding import Encoder
from nomen.training.data.labels import LabelledSentence, Span, bio, bioes
from nomen.training.processes import Processes

IGNORED_LABEL = -1


class Part(NamedTuple):
    """What one process has of a batch that several share, 0 to 1."""

    sentences: float
    tokens: float


WHOLE = Part(1.0, 1.0)
"""Of one process."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledBatch:
    """A padded batch of labelled sentences.

    Attributes:
        inputs: The encoded tokens.
        names: The gold spans of each sentence.
        labels: int64 (B, T), ids of the head's labels, `IGNORED_LABEL` on padding.
        num_tokens: Tokens of the whole batch, those of other processes too; padding not counted.
        soft_labels: float32 (B, T, K), the probability of each label, 0 to 1. A token without
            soft labels has its gold label at 1; None where no token has any.
        part: This process's part of the whole batch's sentences and of its tokens, each 0 to 1:
            1 where one process trains, 0 for a sentence that only fills in.
    """

    inputs: BatchTensors
    names: Sequence[Sequence[Span]]
    labels: Tensor
    num_tokens: int
    soft_labels: Tensor | None = None
    part: Part = WHOLE

    def to(self, device: torch.device) -> "LabelledBatch":
        """Move all but the lengths to a device."""
        soft_labels = None if self.soft_labels is None else self.soft_labels.to(device)
        return replace(
            self,
            inputs=self.inputs.to(device),
            labels=self.labels.to(device),
            soft_labels=soft_labels,
        )


def collate_share(
    sentences: Sequence[LabelledSentence],
    batch: Int32Array,
    num_tokens: Int32Array,
    *,
    encoder: Encoder,
    labels: Sequence[str],
    processes: Processes,
) -> LabelledBatch:
    """Make this process's share of one batch; see `Processes.share`.

    Args:
        sentences: All sentences.
        batch: int32 (B,), the numbers of the batch's sentences.
        num_tokens: int32 (S,), the tokens of each of all sentences.
        encoder: Of the network's vocabulary.
        labels: The head's, in the order of its logits.
        processes: Those that share the batch.
    """
    own = processes.share(batch)
    whole = int(num_tokens[batch].sum())
    found = collate([sentences[number] for number in own.tolist()], encoder, labels)
    part = Part(len(own) / len(batch), found.num_tokens / whole)
    if not processes.has_share(batch):
        part = Part(0.0, 0.0)
    return replace(found, num_tokens=whole, part=part)


def collate(
    sentences: Sequence[LabelledSentence], encoder: Encoder, labels: Sequence[str]
) -> LabelledBatch:
    """Make one batch; `labels` are the head's, in the order of its logits."""
    encoded = encoder.encode([sentence.tokens for sentence in sentences])
    ids = np.full(encoded.positions.shape, IGNORED_LABEL, dtype=np.int64)  # (B, T)
    for i, sentence in enumerate(sentences):
        num_tokens = len(sentence.tokens)
        ids[i, :num_tokens] = label_ids(sentence.names, num_tokens, labels)
    return LabelledBatch(
        inputs=BatchTensors.from_encoded(encoded),
        names=[sentence.names for sentence in sentences],
        labels=torch.from_numpy(ids),
        num_tokens=int(encoded.lengths.sum()),
        soft_labels=_soft_labels(sentences, ids, num_labels=len(labels)),
    )


def _soft_labels(
    sentences: Sequence[LabelledSentence], ids: Int64Array, *, num_labels: int
) -> Tensor | None:
    """Give the soft labels of a batch, the gold label at 1 where a token has none."""
    if all(sentence.soft_labels is None for sentence in sentences):
        return None
    found = one_hot(ids, num_labels=num_labels)  # (B, T, K)
    for i, sentence in enumerate(sentences):
        if sentence.soft_labels is not None:
            known = np.flatnonzero(~np.isnan(sentence.soft_labels[:, 0]))
            found[i, known] = sentence.soft_labels[known]
    return torch.from_numpy(found)


def one_hot(ids: Int64Array, *, num_labels: int) -> NDArray[np.float32]:
    """Give 1 for each label id and 0 for all other labels: float32 (..., K) for ids (...)."""
    wanted = np.ones(1) if num_labels == 1 else np.arange(num_labels)
    return np.asarray(ids[..., None] == wanted, dtype=np.float32)


def label_ids(names: Sequence[Span], num_tokens: int, labels: Sequence[str]) -> list[int]:
    """Give the label ids of one sentence; those of a `name` head are 1 within a name, else 0."""
    tags = bioes(names, num_tokens) if "E" in labels else bio(names, num_tokens)
    if len(labels) == 1:
        return [int(label != "O") for label in tags]
    return [labels.index(label) for label in tags]
