"""What runs windows for the scheduler, here in a thread of this process; knows no queue."""

import asyncio
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple, Protocol

from nomen.model.documents import Window, WindowProbabilities
from nomen.model.network.batching import HasTokens, run_in_batches

Forward = Callable[[Sequence[HasTokens]], list[WindowProbabilities]]
"""Runs one forward pass."""


class Pass(NamedTuple):
    """A forward pass: its rows, their tokens, and those with padding."""

    num_documents: int
    num_tokens: int
    num_padded: int


class Inferred(NamedTuple):
    """The outputs of windows, in their order, the passes that made them, and their time."""

    outputs: list[WindowProbabilities]
    passes: list[Pass]
    seconds: float


class Inference(Protocol):
    """Runs windows beside the event loop, one call after the other."""

    @property
    def is_alive(self) -> bool:
        """Whether it can run what comes."""
        ...

    def run(self, windows: Sequence[Window]) -> "asyncio.Future[Inferred]":
        """Run windows, one at least, after those of the calls before; whatever fails is told."""
        ...

    async def close(self) -> None:
        """Stop; what is under way is not waited for."""
        ...


def run_passes(forward: Forward, windows: Sequence[HasTokens], *, batch_tokens: int) -> Inferred:
    """Run windows in batches of like length of at most `batch_tokens` tokens with padding."""
    passes: list[Pass] = []

    def run(batch: list[HasTokens]) -> list[WindowProbabilities]:
        lengths = [len(window.tokens) for window in batch]
        passes.append(Pass(len(batch), sum(lengths), max(lengths) * len(batch)))
        return forward(batch)

    started = time.perf_counter()
    outputs = run_in_batches(windows, run, batch_tokens=batch_tokens)
    return Inferred(outputs, passes, time.perf_counter() - started)


class InferenceThread:
    """Runs windows in a thread of this process, for a tagger that is at hand."""

    is_alive = True

    def __init__(self, forward: Forward, *, batch_tokens: int) -> None:
        self._forward = forward
        self._batch_tokens = batch_tokens
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="inference")

    def run(self, windows: Sequence[Window]) -> "asyncio.Future[Inferred]":
        """Run windows; see `Inference`."""
        return asyncio.get_running_loop().run_in_executor(self._thread, self._run, windows)

    async def close(self) -> None:
        """Stop; see `Inference`."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _run(self, windows: Sequence[Window]) -> Inferred:
        return run_passes(self._forward, windows, batch_tokens=self._batch_tokens)
