"""What the scheduler needs of an engine, and a thread of this process that offers it."""

import asyncio
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import NamedTuple, Protocol

from nomen.model.network.batching import TokenBudget, run_by_reader, run_in_batches
from nomen.model.windows import WindowProbabilities

Sentences = Sequence[Sequence[str]]
"""The tokens of sentences and windows, each at least one."""
Forward = Callable[[Sentences], list[WindowProbabilities]]
"""Runs one forward pass and gives the probabilities of each sentence."""


class BatchStatistics(NamedTuple):
    """The size of one forward pass.

    Attributes:
        num_documents: Its rows.
        num_tokens: Tokens of all rows, padding not counted.
        num_padded: Tokens of all rows, padding counted.
    """

    num_documents: int
    num_tokens: int
    num_padded: int


class InferenceResult(NamedTuple):
    """What an engine made of the sentences that it was sent at once.

    Attributes:
        outputs: The probabilities of each sentence, in their order.
        batches: The forward passes that computed them.
        seconds: The time of all these passes.
        num_lowered: Passes that did not fit into the device's memory and were halved.
    """

    outputs: list[WindowProbabilities]
    batches: list[BatchStatistics]
    seconds: float
    num_lowered: int = 0


class Inference(Protocol):
    """Runs forward passes outside the event loop, in the order of the calls."""

    @property
    def is_alive(self) -> bool:
        """Whether it can run forward passes."""
        ...

    def run(
        self, sentences: Sentences, readers: Sequence[int] = ()
    ) -> "asyncio.Future[InferenceResult]":
        """Queue sentences, at least one; the future gets their result, or the error.

        Args:
            sentences: Their tokens.
            readers: The index of the bundle that reads each of them; none is the first for all.
        """
        ...

    async def close(self) -> None:
        """Stop without waiting for forward passes."""
        ...


class RunningInference(Inference, Protocol):
    """An engine that can end by itself, and be ended at once.

    Attributes:
        pid: The id of its process; None where it has none of its own.
    """

    pid: int | None

    async def until_ended(self) -> int | None:
        """Wait until it has ended, for whatever reason; give its exit code where it is known."""
        ...

    def kill(self) -> None:
        """End it at once, where that is possible; those who wait get an EngineEndedError."""
        ...


def run_measured(
    forwards: Sequence[Forward],
    sentences: Sentences,
    readers: Sequence[int] = (),
    *,
    budget: TokenBudget,
) -> InferenceResult:
    """Run sentences in batches of similar length, and measure the batches.

    Args:
        forwards: Run one batch each, with the bundle of their index.
        sentences: At least one.
        readers: The index of the bundle that reads each of them; none is the first for all.
        budget: The most tokens of a batch; lowered where the device's memory is too small.

    Raises:
        DeviceMemoryError: When one sentence alone does not fit.
    """
    batches: list[BatchStatistics] = []

    def run(reader: int, batch: Sentences) -> list[WindowProbabilities]:
        outputs = forwards[reader](batch)
        lengths = [len(tokens) for tokens in batch]
        batches.append(BatchStatistics(len(batch), sum(lengths), max(lengths) * len(batch)))
        return outputs

    started, num_before = time.perf_counter(), budget.num_lowered

    def run_all(reader: int, own: Sentences) -> list[WindowProbabilities]:
        return run_in_batches(own, partial(run, reader), budget=budget)

    outputs = run_by_reader(sentences, readers, run_all) if readers else run_all(0, sentences)
    seconds = time.perf_counter() - started
    return InferenceResult(outputs, batches, seconds, budget.num_lowered - num_before)


class InferenceThread:
    """An engine in a thread of this process, for a caller that brings its own tagger.

    Args:
        forward: Runs one forward pass.
        batch_tokens: Tokens of a pass at most, padding counted.
        others: Run forward passes of further bundles.
    """

    is_alive = True
    pid: int | None = None

    def __init__(
        self, forward: Forward, *, batch_tokens: int, others: Sequence[Forward] = ()
    ) -> None:
        self._forwards = (forward, *others)
        self._budget = TokenBudget(batch_tokens)
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="inference")

    def run(
        self, sentences: Sentences, readers: Sequence[int] = ()
    ) -> "asyncio.Future[InferenceResult]":
        """Queue sentences; see `Inference`."""
        loop = asyncio.get_running_loop()
        return loop.run_in_executor(self._thread, self._run, sentences, readers)

    async def close(self) -> None:
        """Stop; see `Inference`."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    async def until_ended(self) -> int:
        """Wait for ever: a thread does not end by itself."""
        never: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        return await never

    def kill(self) -> None:
        """Do nothing: a thread cannot be killed."""

    def _run(self, sentences: Sentences, readers: Sequence[int]) -> InferenceResult:
        return run_measured(self._forwards, sentences, readers, budget=self._budget)
