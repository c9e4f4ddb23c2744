"""Cuts token sequences into batches of similar length, by what they cost with padding."""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import itemgetter
from typing import Protocol, TypeVar

from nomen.model.errors import DeviceMemoryError

PASS_ROWS = 2.0
"""Fixed cost of a forward pass, in rows. If padding costs more than this, two passes are cheaper.

A pass of B rows takes about 5.4 + 4.6 B microseconds a step (int8, one thread), and about 60 in all
for what surrounds the steps; see docs/experiments.md.
"""


class HasTokens(Protocol):
    """Anything with tokens: a labelled sentence, say."""

    @property
    def tokens(self) -> Sequence[str]:
        """The tokens."""
        ...


T = TypeVar("T", bound=HasTokens)
R = TypeVar("R")


class TokenBudget:
    """The most tokens of a batch, padding counted. It falls when a device runs out of memory.

    Args:
        num_tokens: The most tokens at first.

    Attributes:
        num_tokens: The most tokens now.
        num_lowered: How often a pass did not fit.
    """

    def __init__(self, num_tokens: int) -> None:
        self.num_tokens = num_tokens
        self.num_lowered = 0

    def lower(self, num_tokens: int) -> None:
        """Allow half of what did not fit."""
        self.num_tokens = min(self.num_tokens, num_tokens // 2)
        self.num_lowered += 1


def cut_by_length(
    lengths: Sequence[int], *, batch_tokens: int, padding_rows: float = math.inf
) -> Iterator[range]:
    """Cut a row of lengths into batches whose longest length times their number fits.

    A single longer item is a batch of its own. Items sorted by length waste the least padding.

    Args:
        lengths: Tokens of each item.
        batch_tokens: Tokens of a batch at most, padding counted.
        padding_rows: Most padding of a batch, in rows of its longest item.

    Yields:
        The indices of one batch.
    """
    start = longest = num_tokens = 0
    for stop, length in enumerate(lengths):
        longest, num_tokens = max(longest, length), num_tokens + length
        padded = longest * (stop + 1 - start)
        does_not_fit = padded > batch_tokens or padded - num_tokens > padding_rows * longest
        if stop > start and does_not_fit:
            yield range(start, stop)
            start, longest, num_tokens = stop, length, length
    if lengths:
        yield range(start, len(lengths))


def cut_by_tokens(items: Iterable[T], *, batch_tokens: int) -> Iterator[list[T]]:
    """Cut items, in their order, into batches; see `cut_by_length`."""
    every = list(items)
    lengths = [len(item.tokens) for item in every]
    for batch in cut_by_length(lengths, batch_tokens=batch_tokens):
        yield every[batch.start : batch.stop]


def run_in_batches(
    sentences: Sequence[Sequence[str]],
    run: Callable[[list[Sequence[str]]], list[R]],
    *,
    budget: TokenBudget,
) -> list[R]:
    """Run sentences in batches of similar length; give their outputs in the sentences' order.

    A batch that does not fit into the device's memory is halved until it fits.

    Args:
        sentences: The tokens of any number of sentences or windows.
        run: Gives an output for each sentence of a batch.
        budget: The most tokens of a batch; lowered where the memory is too small.

    Raises:
        DeviceMemoryError: When one sentence alone does not fit.
    """
    order = sorted(range(len(sentences)), key=lambda i: len(sentences[i]))
    by_length = [sentences[i] for i in order]
    lengths = [len(sentence) for sentence in by_length]
    batches = cut_by_length(lengths, batch_tokens=budget.num_tokens, padding_rows=PASS_ROWS)
    outputs = (
        output
        for batch in batches
        for output in _run_halves(by_length[batch.start : batch.stop], run, budget)
    )
    placed = sorted(zip(order, outputs, strict=True), key=itemgetter(0))
    return [output for _, output in placed]


def run_by_reader(
    sentences: Sequence[Sequence[str]],
    readers: Sequence[int],
    run: Callable[[int, list[Sequence[str]]], list[R]],
) -> list[R]:
    """Run sentences by the bundles that read them; give their outputs in the sentences' order.

    Args:
        sentences: The tokens of any number of sentences or windows.
        readers: The index of the bundle that reads each of them.
        run: Gives an output for each sentence that the bundle of an index reads.
    """
    outputs: dict[int, R] = {}
    for reader in sorted(set(readers)):
        places = [i for i, own in enumerate(readers) if own == reader]
        found = run(reader, [sentences[i] for i in places])
        outputs.update(zip(places, found, strict=True))
    return [outputs[i] for i in range(len(sentences))]


def _run_halves(
    batch: list[Sequence[str]], run: Callable[[list[Sequence[str]]], list[R]], budget: TokenBudget
) -> list[R]:
    try:
        return run(batch)
    except DeviceMemoryError:
        if len(batch) == 1:
            raise
    # The error is gone here, and with it the tensors that its traceback held.
    budget.lower(len(batch) * max(map(len, batch)))
    middle = len(batch) // 2
    halves = batch[:middle], batch[middle:]
    return [output for half in halves for output in _run_halves(half, run, budget)]
