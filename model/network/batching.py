"""Cuts token sequences into batches of similar length, by what they cost with padding."""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import itemgetter
from typing import Protocol, TypeVar

PASS_ROWS = 2.0
"""Fixed cost of a forward pass, in rows. If padding costs more than this, two passes are cheaper.

A pass of B rows takes about 5.4 + 4.6 B microseconds a step (int8, one thread), and about 60 in all
for what surrounds the steps; see docs/experiments.md.
"""


class HasTokens(Protocol):
    """Anything with tokens: a sentence, a window."""

    @property
    def tokens(self) -> Sequence[str]:
        """The tokens."""
        ...


T = TypeVar("T", bound=HasTokens)
R = TypeVar("R")


def cut_by_tokens(
    items: Iterable[T], *, batch_tokens: int, padding_rows: float = math.inf
) -> Iterator[list[T]]:
    """Cut items, in their order, into batches whose longest item times their number fits.

    A single longer item is a batch of its own. Items sorted by length waste the least padding.

    Args:
        items: Token sequences.
        batch_tokens: Tokens of a batch at most, padding counted.
        padding_rows: Most padding of a batch, in rows of its longest item.
    """
    batch: list[T] = []
    longest = num_tokens = 0
    for item in items:
        length = len(item.tokens)
        longest, num_tokens = max(longest, length), num_tokens + length
        padded = longest * (len(batch) + 1)
        if batch and (padded > batch_tokens or padded - num_tokens > padding_rows * longest):
            yield batch
            batch, longest, num_tokens = [], length, length
        batch.append(item)
    if batch:
        yield batch


def run_in_batches(
    items: Sequence[T], run: Callable[[list[T]], list[R]], *, batch_tokens: int
) -> list[R]:
    """Run items in batches of like length; give their outputs in the items' order.

    Args:
        items: Token sequences, any number.
        run: Gives an output for each item of a batch.
        batch_tokens: Tokens of a batch at most, padding counted.
    """
    order = sorted(range(len(items)), key=lambda i: len(items[i].tokens))
    batches = cut_by_tokens(
        (items[i] for i in order), batch_tokens=batch_tokens, padding_rows=PASS_ROWS
    )
    outputs = (output for batch in batches for output in run(batch))
    placed = sorted(zip(order, outputs, strict=True), key=itemgetter(0))
    return [output for _, output in placed]
