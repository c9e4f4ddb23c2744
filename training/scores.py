"""Counts and figures of predicted names against gold ones; knows no network."""

from collections.abc import Iterable
from dataclasses import dataclass

Span = tuple[int, int]


@dataclass(slots=True)
class SpanCounts:
    """How many names there are, how many were predicted, how many of those are right.

    A predicted name is right when both its ends are (strict).

    *Source:* Tjong Kim Sang and De Meulder, Introduction to the CoNLL-2003 Shared Task, section 4.
    """

    num_gold: int = 0
    num_predicted: int = 0
    num_correct: int = 0

    def add(self, gold: Iterable[Span], predicted: Iterable[Span]) -> None:
        """Count one sentence."""
        gold_spans, predicted_spans = set(gold), set(predicted)
        self.num_gold += len(gold_spans)
        self.num_predicted += len(predicted_spans)
        self.num_correct += len(gold_spans & predicted_spans)

    @property
    def precision(self) -> float:
        """Share of the predicted names that are right, 0 to 1; 0 when none was predicted."""
        return self.num_correct / self.num_predicted if self.num_predicted else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold names that were predicted, 0 to 1; 0 when there is none."""
        return self.num_correct / self.num_gold if self.num_gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall, 0 to 1."""
        total = self.num_gold + self.num_predicted
        return 2 * self.num_correct / total if total else 0.0
