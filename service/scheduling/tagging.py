"""Requests to the JSON of their answers: prepares documents, has their windows run, finishes them.

Small requests are tokenized and encoded on the event loop, large ones in a thread, so that they do
not block the loop.
"""

import asyncio
import math
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

from nomen.model.documents import Document, TaggedDocument
from nomen.service.documents.answers import batch_answer, dump_json, tag_answer
from nomen.service.documents.documents import (
    Outcome,
    Prepared,
    finish_documents,
    prepare_documents,
    windows_to_run,
)
from nomen.service.documents.reading import Refusal, read_batch
from nomen.service.documents.schemas import BatchRequest, Options, TextRequest, TokensRequest
from nomen.service.documents.thresholds import resolve_threshold
from nomen.service.engine.model_facts import ServedModel
from nomen.service.errors import TOO_MANY_TOKENS, QueueFullError, RequestError
from nomen.service.scheduling.scheduler import Scheduler
from nomen.service.settings import Settings
from nomen.service.telemetry.access_record import AccessRecord
from nomen.service.telemetry.metrics import Metrics

LARGE = 2_000
"""Characters or tokens from which a request is worth the cost of a thread."""
CHARACTERS_OF_TOKEN = 8
"""More characters than a token and its blank have on average, to estimate a text's tokens."""
FEW_CHARACTERS_OF_TOKEN = 4
"""Fewer characters than a token and its blank have on average, for an estimate that is no less."""

T = TypeVar("T")


class Tagging:
    """Tags the documents of requests.

    `tag` and `tag_batch` give the body of the answer, and fill in the request's access record.
    Both raise QueueFullError when the queue has no room, TimeoutError when the deadline passes
    first, and AbandonedError when the client has left.

    Args:
        model: The served model.
        scheduler: Runs the windows.
        settings: The limits.
        metrics: Counts stages, tokens and names.
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
        """Give the deadline of a request that comes now, in the event loop's time."""
        longest = self._settings.timeout_seconds
        seconds = longest if timeout_ms is None else min(longest, timeout_ms / 1000)
        return asyncio.get_running_loop().time() + seconds

    async def tag(
        self,
        request: TextRequest | TokensRequest,
        *,
        deadline: float,
        is_wanted: Callable[[], bool],
        record: AccessRecord,
    ) -> bytes:
        """Tag one document.

        Args:
            request: The document and its options.
            deadline: In the event loop's time.
            is_wanted: Tells whether the client still waits.
            record: Gets tokens and times.

        Raises:
            RequestError: When the document cannot be tagged.
        """
        documents = [request.document]
        (outcome,) = await self._tag(
            documents, request, deadline=deadline, is_wanted=is_wanted, record=record
        )
        if isinstance(outcome, RequestError):
            raise outcome
        build = partial(
            tag_answer,
            outcome,
            document=request.document,
            unit=request.offset_unit,
            model=self.model.label,
        )
        return await self._encode(lambda: dump_json(build()), [outcome], record=record)

    async def tag_batch(
        self,
        request: BatchRequest,
        *,
        deadline: float,
        is_wanted: Callable[[], bool],
        record: AccessRecord,
    ) -> bytes:
        """Tag the documents of a batch; each gets its own answer or error.

        Args:
            request: The documents and their options.
            deadline: In the event loop's time.
            is_wanted: Tells whether the client still waits.
            record: Gets tokens and times.

        Raises:
            RequestError: When the batch as a whole is refused.
        """
        entries = read_batch(request, max_documents=self._settings.max_documents)
        documents = [
            entry.error if isinstance(entry, Refusal) else entry.document for entry in entries
        ]
        outcomes = await self._tag(
            documents, request, deadline=deadline, is_wanted=is_wanted, record=record
        )
        build = partial(
            batch_answer,
            outcomes,
            ids=[entry.id for entry in entries],
            documents=documents,
            unit=request.offset_unit,
            model=self.model.label,
        )
        return await self._encode(lambda: dump_json(build()), outcomes, record=record)

    def check_options(self, options: Options) -> None:
        """Check what only the bundle can tell.

        Raises:
            RequestError: When the bundle has no such preset.
        """
        resolve_threshold(options.threshold, self.model.manifest)

    async def tag_group(
        self,
        documents: Sequence[Document | RequestError],
        options: Options,
        *,
        write: Callable[[list[Outcome]], bytes],
        deadline: float,
        is_wanted: Callable[[], bool],
        record: AccessRecord,
    ) -> bytes:
        """Tag a group of a stream's documents; where the queue is full, wait for room.

        Args:
            documents: The documents, and errors in the places of those that could not be read.
            options: The options of the stream.
            write: Writes the answers.
            deadline: In the event loop's time.
            is_wanted: Tells whether the client still waits.
            record: Gets tokens and times.
        """
        estimate = sum(
            len(document) // FEW_CHARACTERS_OF_TOKEN if isinstance(document, str) else len(document)
            for document in documents
            if not isinstance(document, RequestError)
        )
        async with asyncio.timeout_at(None if math.isinf(deadline) else deadline):
            while True:
                await self._scheduler.wait_for_room(estimate)
                try:
                    outcomes = await self._tag(
                        documents, options, deadline=deadline, is_wanted=is_wanted, record=record
                    )
                except QueueFullError:  # there are more tokens than estimated
                    estimate = 2 * estimate + 1
                    continue
                return await self._encode(partial(write, outcomes), outcomes, record=record)

    def close(self) -> None:
        """Stop without waiting for the thread."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    async def _tag(
        self,
        documents: Sequence[Document | RequestError],
        options: Options,
        *,
        deadline: float,
        is_wanted: Callable[[], bool],
        record: AccessRecord,
    ) -> list[Outcome]:
        """Prepare documents, run their windows, and finish them."""
        threshold = resolve_threshold(options.threshold, self.model.manifest)
        started = time.perf_counter()
        prepared = await self._prepare(documents)
        tokenized = time.perf_counter()
        windows = windows_to_run(prepared)
        num_tokens = sum(window.num_kept for window in windows)
        self._check_total(num_tokens)
        job = await self._scheduler.run(windows, deadline=deadline, is_wanted=is_wanted)
        forwarded = time.perf_counter()
        finish = partial(finish_documents, prepared, job.done.result(), threshold=threshold)
        outcomes = finish() if num_tokens < LARGE else await self._in_thread(finish)
        record.num_tokens = num_tokens
        record.stage_seconds = {
            "tokenize": tokenized - started,
            "queue": job.queue_seconds,
            "forward": job.forward_seconds,
            "encode": time.perf_counter() - forwarded,
        }
        return outcomes

    async def _encode(
        self,
        write: Callable[[], bytes],
        outcomes: Sequence[Outcome],
        *,
        record: AccessRecord,
    ) -> bytes:
        """Write the JSON of an answer; count what was tagged."""
        started = time.perf_counter()
        if record.num_tokens < LARGE:
            body = write()
        else:
            body = await self._in_thread(write)
        record.stage_seconds["encode"] += time.perf_counter() - started
        self._metrics.observe_stages(record.stage_seconds)
        for outcome in outcomes:
            if isinstance(outcome, TaggedDocument):
                names = len(outcome.names)
                self._metrics.observe_tokens(outcome.name_probabilities, num_names=names)
        return body

    async def _prepare(self, documents: Sequence[Document | RequestError]) -> list[Prepared]:
        max_tokens = self._settings.max_tokens
        good = [document for document in documents if not isinstance(document, RequestError)]
        if sum(map(len, good)) < LARGE:
            return prepare_documents(documents, max_tokens=max_tokens)
        estimate = sum(
            len(document) // CHARACTERS_OF_TOKEN if isinstance(document, str) else len(document)
            for document in good
        )
        with self._scheduler.reserve(estimate):
            return await self._in_thread(
                partial(prepare_documents, documents, max_tokens=max_tokens)
            )

    async def _in_thread(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    def _check_total(self, num_tokens: int) -> None:
        if num_tokens > self._settings.queue_tokens:
            raise RequestError(
                TOO_MANY_TOKENS, f"expected at most {self._settings.queue_tokens} tokens in all"
            )
