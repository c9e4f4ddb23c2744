"""The batches of a language model: their plan and their tensors."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from nomen.model.network.deep_bilstm import BatchTensors
from nomen.training.pretraining.encoded_tokens import EncodedTokens
from nomen.training.pretraining.language_model import IGNORED_FORM
from nomen.training.pretraining.numbered_sentences import NumberedSentences
from nomen.training.processes import ONE_PROCESS, Processes
from nomen.training.recipes.pretraining import Pretraining

_POOL_SENTENCES = 8192


@dataclass(frozen=True, slots=True)
class LanguageBatch:
    """A padded batch and the forms to predict in it."""

    inputs: BatchTensors
    forms: Tensor  # int64 (B, T), ids of word forms, IGNORED_FORM on padding
    num_tokens: int  # of the whole batch, those of other processes too
    part: float = 1.0  # this process's part of the whole batch's predictions, 0 if it only fills in

    def to(self, device: torch.device) -> "LanguageBatch":
        """Move all but the lengths to a device."""
        return replace(self, inputs=self.inputs.to(device), forms=self.forms.to(device))


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchPlan:
    """The sentences of every batch of a whole pretraining.

    Attributes:
        sentences: int32 (M,), sentences, batch after batch.
        bounds: int64 (N + 1,), where each batch starts in `sentences`; the last is M.
    """

    sentences: NDArray[np.int32]
    bounds: NDArray[np.int64]

    @classmethod
    def draw(
        cls, ids: NDArray[np.int32], lengths: NDArray[np.int32], config: Pretraining, *, seed: int
    ) -> "BatchPlan":
        """Shuffle the sentences of each epoch, sort pools by length, cut, shuffle the batches.

        Args:
            ids: The sentences to learn from.
            lengths: int32 (S,), the tokens of every sentence, the held-out ones too.
            config: Its `epochs` and `batch_tokens` are used; a share of an epoch is its first part.
            seed: Of the shuffles.
        """
        batches: list[NDArray[np.int32]] = []
        whole, rest = divmod(config.epochs, 1)
        for epoch, share in enumerate([1.0] * int(whole) + [rest] * (rest > 0)):
            generator = np.random.default_rng((seed, epoch))
            drawn = generator.permutation(ids)[: max(1, round(share * len(ids)))]
            found = list(_cut(drawn, lengths, batch_tokens=config.batch_tokens))
            batches += [found[i] for i in generator.permutation(len(found))]
        sizes = [len(batch) for batch in batches]
        return cls(sentences=np.concatenate(batches), bounds=np.cumsum([0, *sizes], dtype=np.int64))

    @property
    def num_batches(self) -> int:
        """Batches of the whole pretraining."""
        return len(self.bounds) - 1

    def batch(self, number: int) -> NDArray[np.int32]:
        """Give the sentences of one batch."""
        return self.sentences[self.bounds[number] : self.bounds[number + 1]]


def _cut(
    drawn: NDArray[np.int32], lengths: NDArray[np.int32], *, batch_tokens: int
) -> Iterator[NDArray[np.int32]]:
    for start in range(0, len(drawn), _POOL_SENTENCES):
        pool = drawn[start : start + _POOL_SENTENCES]
        pool = pool[np.argsort(lengths[pool], kind="stable")]
        first = 0
        for i, length in enumerate(lengths[pool].tolist()):
            if i > first and length * (i - first + 1) > batch_tokens:
                yield pool[first:i]
                first = i
        yield pool[first:]


class BatchMaker:
    """Makes the tensors of a batch, or of one process's share, from its sentences' numbers."""

    def __init__(
        self,
        sentences: NumberedSentences,
        encoded: EncodedTokens,
        processes: Processes = ONE_PROCESS,
    ) -> None:
        self._sentences = sentences
        self._encoded = encoded
        self._processes = processes

    def make_share(
        self, ids: NDArray[np.int32], *, lower: NDArray[np.bool_], upper: NDArray[np.bool_]
    ) -> LanguageBatch:
        """Make this process's share of one batch, whose sentences `make` describes."""
        processes, starts = self._processes, self._sentences.starts
        own = processes.share(np.arange(len(ids), dtype=np.int32))
        found = self.make(ids[own], lower=lower[own], upper=upper[own])
        num_tokens = int((starts[ids + 1] - starts[ids]).sum())
        part = (found.num_tokens + len(own)) / (num_tokens + len(ids))  # the ends are predicted too
        if not processes.has_share(ids):
            part = 0.0
        return replace(found, num_tokens=num_tokens, part=part)

    def make(
        self, ids: NDArray[np.int32], *, lower: NDArray[np.bool_], upper: NDArray[np.bool_]
    ) -> LanguageBatch:
        """Make one batch.

        Args:
            ids: int32 (B,), sentences.
            lower: bool (B,), the sentences to show in lower case.
            upper: bool (B,), the sentences to show in upper case, unless in lower case.
        """
        starts, encoded = self._sentences.starts, self._encoded
        lengths = starts[ids + 1] - starts[ids]  # (B,)
        steps = np.arange(int(lengths.max()))  # (T,)
        is_token = steps < lengths[:, None]  # (B, T)
        where = np.where(is_token, starts[ids][:, None] + steps, starts[ids][:, None])
        tokens = self._sentences.tokens[where]  # (B, T)
        tokens = np.where(lower[:, None], encoded.lower[tokens], tokens)
        tokens = np.where(upper[:, None] & ~lower[:, None], encoded.upper[tokens], tokens)
        distinct, positions = np.unique(tokens, return_inverse=True)
        width = int(encoded.num_characters[distinct].max())
        inputs = BatchTensors(
            form_ids=torch.from_numpy(encoded.form_ids[distinct].astype(np.int64)),
            character_ids=torch.from_numpy(
                encoded.character_ids[distinct, :width].astype(np.int64)
            ),
            shape_ids=torch.from_numpy(encoded.shape_ids[distinct].astype(np.int64)),
            positions=torch.from_numpy(positions.reshape(tokens.shape)),
            lengths=torch.from_numpy(lengths),
        )
        forms = np.where(is_token, encoded.form_ids[tokens], IGNORED_FORM).astype(np.int64)
        return LanguageBatch(inputs, torch.from_numpy(forms), int(lengths.sum()))


def held_out_batches(
    maker: BatchMaker, ids: NDArray[np.int32], lengths: NDArray[np.int32], *, batch_tokens: int
) -> list[LanguageBatch]:
    """Make the batches of held-out sentences, their casing as written."""
    batches = _cut(ids, lengths, batch_tokens=batch_tokens)
    return [
        maker.make_share(batch, lower=np.zeros(len(batch), bool), upper=np.zeros(len(batch), bool))
        for batch in batches
    ]
