"""DevLoss: the loss of dev sentences, added up batch by batch."""

from collections.abc import Sequence
from dataclasses import dataclass

from torch import Tensor

from nomen.training.fitting.batches import LabelledBatch
from nomen.training.fitting.loss import sequence_loss


@dataclass(slots=True)
class DevLoss:
    """The loss of the dev sentences of one corpus.

    It is averaged over tokens whatever the training averages over, so that corpora of long and of
    short sentences can be compared.

    Attributes:
        total: The sum over all tokens so far.
        num_tokens: Their number.
    """

    total: float = 0.0
    num_tokens: int = 0

    def add(self, logits: Tensor, batch: LabelledBatch, *, scheme: Sequence[str]) -> None:
        """Add the loss of a batch against its gold labels; `logits` are (B, T, K)."""
        mean = sequence_loss(logits.float(), batch.labels, scheme=scheme, mean_over="tokens")
        self.total += float(mean) * batch.num_tokens
        self.num_tokens += batch.num_tokens

    def __add__(self, other: "DevLoss") -> "DevLoss":
        """Give the loss of the sentences of both."""
        return DevLoss(self.total + other.total, self.num_tokens + other.num_tokens)

    @property
    def mean(self) -> float:
        """The loss of a token; 0 without tokens."""
        return self.total / self.num_tokens if self.num_tokens else 0.0
