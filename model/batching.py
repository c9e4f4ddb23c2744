"""Cuts token sequences into batches by what they cost with padding; knows no network."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol, TypeVar


class HasTokens(Protocol):
    """Anything with tokens: a sentence, a window."""

    @property
    def tokens(self) -> Sequence[str]:
        """The tokens."""
        ...


T = TypeVar("T", bound=HasTokens)


def cut_by_tokens(items: Iterable[T], *, batch_tokens: int) -> Iterator[list[T]]:
    """Cut items, in their order, into batches whose longest item times their number fits.

    A single longer item is a batch of its own. Items sorted by length waste the least padding.

    Args:
        items: Token sequences.
        batch_tokens: Tokens of a batch at most, padding counted.
    """
    batch: list[T] = []
    longest = 0
    for item in items:
        longest = max(longest, len(item.tokens))
        if batch and longest * (len(batch) + 1) > batch_tokens:
            yield batch
            batch, longest = [], len(item.tokens)
        batch.append(item)
    if batch:
        yield batch
