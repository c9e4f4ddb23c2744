"""Documents to answers, by way of the shared forward passes; knows no HTTP.

Small documents are tokenized and written on the event loop; large ones in a thread, so that the
loop stays free.
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from nomen.model.documents import Document, WindowProbabilities
from nomen.service.documents.answers import dump_json
from nomen.service.documents.documents import (
    Finished,
    Prepared,
    finish_documents,
    prepare_documents,
    windows_of,
)
from nomen.service.documents.schemas import Options
from nomen.service.documents.thresholds import resolve_threshold
from nomen.service.engine.model_facts import ServedModel
from nomen.service.errors import TOO_MANY_TOKENS, RequestError
from nomen.service.scheduling.scheduler import Scheduler
from nomen.service.settings import Settings
from nomen.service.telemetry.metrics import Metrics

LARGE = 2_000
"""Characters or tokens of a request from which on a thread is worth its cost."""
CHARACTERS_OF_TOKEN = 8
"""More than a token and the blank after it have, for a first estimate of a text's tokens."""

T = TypeVar("T")
Answers = Sequence[dict[str, object] | RequestError]
Envelope = Callable[[Answers], dict[str, object]]
"""From the answers for documents, or what is wrong with them, to the answer of the request."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tagged:
    """The body of an answer, and what it cost."""

    body: bytes
    num_tokens: int
    stage_seconds: dict[str, float]


class Tagging:
    """Tags the documents of requests.

    Args:
        model: What is served.
        scheduler: What runs their windows.
        settings: The limits.
        metrics: What stages, tokens and names are told to.
    """

    def __init__(
        self, model: ServedModel, scheduler: Scheduler, *, settings: Settings, metrics: Metrics
    ) -> None:
        self.model = model
        self._scheduler = scheduler
        self._settings = settings
        self._metrics = metrics
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="documents")

    def deadline(self, timeout_ms: int | None) -> float:
        """Give when a request that comes now must be done, in the event loop's time."""
        longest = self._settings.timeout_seconds
        seconds = longest if timeout_ms is None else min(longest, timeout_ms / 1000)
        return asyncio.get_running_loop().time() + seconds

    async def tag(
        self,
        documents: Sequence[Document],
        options: Options,
        *,
        deadline: float,
        is_wanted: Callable[[], bool],
        envelope: Envelope,
    ) -> Tagged:
        """Tag the documents of a request and write its answer.

        Args:
            documents: Any number.
            options: What the caller chose.
            deadline: In the event loop's time; what still waits then is not run.
            is_wanted: Tells whether somebody still waits; else nothing is run.
            envelope: Makes the request's answer of those for the documents.

        Raises:
            RequestError: For what concerns the whole request, or when `envelope` raises it.
            QueueFullError: When there is no room.
            TimeoutError: When the deadline passes first.
            AbandonedError: When nobody waits any more.
        """
        threshold = resolve_threshold(options.threshold, self.model.manifest)
        started = time.perf_counter()
        prepared = await self._prepare(documents)
        tokenized = time.perf_counter()
        windows = windows_of(prepared)
        self._check_total(sum(window.num_kept for window in windows))
        forwarded = await self._scheduler.run(windows, deadline=deadline, is_wanted=is_wanted)
        encoding = time.perf_counter()
        outputs = forwarded.outputs

        def write() -> tuple[list[Finished], bytes]:
            finished = finish_documents(
                prepared, outputs, threshold=threshold, unit=options.offset_unit
            )
            return finished, dump_json(envelope([document.answer for document in finished]))

        finished, body = await self._finish(write, outputs)
        stage_seconds = {
            "tokenize": tokenized - started,
            "queue": forwarded.queue_seconds,
            "forward": forwarded.forward_seconds,
            "encode": time.perf_counter() - encoding,
        }
        num_tokens = self._count(finished, stage_seconds)
        return Tagged(body=body, num_tokens=num_tokens, stage_seconds=stage_seconds)

    def close(self) -> None:
        """Stop; what is under way in the thread is not waited for."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    async def _prepare(self, documents: Sequence[Document]) -> list[Prepared]:
        max_tokens = self._settings.max_tokens
        if sum(map(len, documents)) < LARGE:
            return prepare_documents(documents, max_tokens=max_tokens)
        estimate = sum(
            len(document) // CHARACTERS_OF_TOKEN if isinstance(document, str) else len(document)
            for document in documents
        )
        with self._scheduler.reserve(estimate):
            return await self._in_thread(
                partial(prepare_documents, documents, max_tokens=max_tokens)
            )

    async def _finish(
        self,
        write: Callable[[], tuple[list[Finished], bytes]],
        outputs: Sequence[WindowProbabilities],
    ) -> tuple[list[Finished], bytes]:
        if sum(len(output.name) for output in outputs) < LARGE:
            return write()
        return await self._in_thread(write)

    async def _in_thread(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    def _check_total(self, num_tokens: int) -> None:
        if num_tokens > self._settings.queue_tokens:
            raise RequestError(
                TOO_MANY_TOKENS, f"expected at most {self._settings.queue_tokens} tokens in all"
            )

    def _count(self, finished: Sequence[Finished], stage_seconds: dict[str, float]) -> int:
        self._metrics.observe_stages(stage_seconds)
        num_tokens = 0
        for _, tagged in finished:
            if tagged is not None:
                num_tokens += len(tagged.tokens)
                self._metrics.observe_tokens(tagged.name_probabilities, num_names=len(tagged.names))
        return num_tokens
