"""Documents to tagged documents: prepares them, has their windows run, finishes and counts them.

Small requests are tokenized and encoded on the event loop, large ones in a thread, so that they do
not block the loop.
"""

import asyncio
import math
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from nomen.model.documents import Document
from nomen.model.routing.choosing import Choice
from nomen.model.tagged_documents import TaggedDocument
from nomen.service.documents.documents import (
    Outcome,
    Prepared,
    count_tokens,
    finish_documents,
    prepare_documents,
    readers_to_run,
    route_documents,
    windows_to_run,
)
from nomen.service.documents.schemas import Options
from nomen.service.documents.served import Served
from nomen.service.engine.model_facts import ServedModel
from nomen.service.errors import TOO_MANY_TOKENS, QueueFullError, RequestError
from nomen.service.scheduling.admission import Admission
from nomen.service.scheduling.scheduler import Scheduler
from nomen.service.settings import Settings
from nomen.service.telemetry.access_record import AccessRecord
from nomen.service.telemetry.metrics import Metrics

LARGE = 2_000
"""Characters or tokens from which a request is worth the cost of a thread."""
CHARACTERS_OF_TOKEN = 8
"""More characters than a token and its blank have on average, to estimate a text's tokens."""
FEW_CHARACTERS_OF_TOKEN = 4
"""Fewer characters than a token and its blank have on average, to estimate no less."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who waits for an answer.

    Attributes:
        deadline: Until when, in the event loop's time.
        is_wanted: Tells whether the client still waits.
        record: Gets tokens and times.
    """

    deadline: float
    is_wanted: Callable[[], bool]
    record: AccessRecord


class DocumentRunner:
    """Runs the documents of requests through the served model.

    Args:
        models: The served models; a request is for the first of them if nothing else is known.
        scheduler: Runs the windows.
        settings: The limits.
        metrics: Counts stages, tokens and names.

    Attributes:
        models: As given.
        model: The first of them.
        served: What documents and their options need to know of them.
        unused: Set while nobody has it `in_use`.
        admission: Refuses what the queue has no room for.
    """

    def __init__(
        self,
        models: Sequence[ServedModel],
        scheduler: Scheduler,
        *,
        settings: Settings,
        metrics: Metrics,
    ) -> None:
        self.models = tuple(models)
        self.model = self.models[0]
        self.served = Served([m.manifest for m in models], [m.reader for m in models])
        self.settings = settings
        self.admission = Admission(scheduler.room)
        self._scheduler = scheduler
        self._metrics = metrics
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="documents")
        self._num_users = 0
        self.unused = asyncio.Event()
        self.unused.set()

    def labels(self, record: AccessRecord) -> str:
        """Give the labels of the models that read the documents of a request."""
        return ", ".join(self.models[i].label for i in self.used(record))

    def headers(self, record: AccessRecord) -> str:
        """Give the value of the header Nomen-Model for an answer; see `labels`."""
        return ", ".join(self.models[i].header for i in self.used(record))

    def used(self, record: AccessRecord) -> list[int]:
        """Give the indices of the models that read documents; the first one if none did."""
        return sorted(record.reader_tokens) or [0]

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """Keep the model loaded while a request or a stream goes on."""
        self._num_users += 1
        self.unused.clear()
        try:
            yield
        finally:
            self._num_users -= 1
            if self._num_users == 0:
                self.unused.set()

    def deadline(self, timeout_ms: int | None) -> float:
        """Give the deadline of a request that comes now, in the event loop's time."""
        longest = self.settings.timeout_seconds
        seconds = longest if timeout_ms is None else min(longest, timeout_ms / 1000)
        return asyncio.get_running_loop().time() + seconds

    async def run(
        self,
        documents: Sequence[Document | RequestError],
        options: Options,
        *,
        caller: Caller,
    ) -> list[Outcome]:
        """Tag documents; errors stay in their places.

        Args:
            documents: The documents, or why they cannot be tagged.
            options: The threshold and the rules.
            caller: Who waits for the answer.

        Raises:
            RequestError: When the documents together are refused.
        """
        thresholds = self.served.thresholds(options.threshold)
        choice = self.served.choose(options.language)
        started = time.perf_counter()
        prepared = await self._prepare(documents, choice)
        tokenized = time.perf_counter()
        windows = windows_to_run(prepared)
        num_tokens = sum(window.num_kept for window in windows)
        self._check_total(num_tokens)
        job = await self._scheduler.run(
            windows,
            readers_to_run(prepared),
            deadline=caller.deadline,
            is_wanted=caller.is_wanted,
        )
        forwarded = time.perf_counter()
        rules = options.rules
        finish = partial(
            finish_documents,
            prepared,
            job.done.result(),
            threshold=thresholds,
            rules=rules,
            readers=self.served.readers,
        )
        listed = (*rules.allow, *rules.deny)
        num_listed = sum(map(len, listed)) // CHARACTERS_OF_TOKEN if listed else 0
        is_large = num_tokens + num_listed >= LARGE
        outcomes = await self.in_thread(finish) if is_large else finish()
        caller.record.num_tokens = num_tokens
        caller.record.reader_tokens = count_tokens(prepared)
        caller.record.tagging_started = started
        caller.record.stage_seconds = {
            "tokenize": tokenized - started,
            "queue": job.queue_seconds,
            "forward": job.forward_seconds,
            "encode": time.perf_counter() - forwarded,
        }
        return outcomes

    async def run_patiently(
        self,
        documents: Sequence[Document | RequestError],
        options: Options,
        *,
        caller: Caller,
    ) -> list[Outcome]:
        """Tag documents as `run` does, but wait where the queue has no room."""
        num_tokens = _estimate(documents, characters_of_token=FEW_CHARACTERS_OF_TOKEN)
        deadline = None if math.isinf(caller.deadline) else caller.deadline
        async with asyncio.timeout_at(deadline):
            while True:
                await self._scheduler.room.wait(num_tokens)
                try:
                    return await self.run(documents, options, caller=caller)
                except QueueFullError:  # there are more tokens than estimated
                    num_tokens = 2 * num_tokens + 1

    async def encode(
        self,
        write: Callable[[], T],
        outcomes: Sequence[Outcome],
        *,
        record: AccessRecord,
        is_long: bool = False,
    ) -> T:
        """Write an answer; count what was tagged.

        Args:
            write: Builds and writes the answer.
            outcomes: What `run` gave.
            record: Gets the time.
            is_long: Whether to write takes long even for a small request.
        """
        started = time.perf_counter()
        is_large = is_long or record.num_tokens >= LARGE
        body = await self.in_thread(write) if is_large else write()
        record.stage_seconds["encode"] += time.perf_counter() - started
        self._metrics.observe_stages(record.stage_seconds)
        self._metrics.observe_models(
            {self.models[i].manifest.name: n for i, n in record.reader_tokens.items()}
        )
        for outcome in outcomes:
            if isinstance(outcome, TaggedDocument):
                names = len(outcome.names)
                self._metrics.observe_tokens(outcome.name_probabilities, num_names=names)
                record.add_scripts(outcome.unsupported_scripts)
        return body

    async def in_thread(self, work: Callable[[], T]) -> T:
        """Do what would hold up the event loop in the thread for documents."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    def close(self) -> None:
        """Stop without waiting for the thread."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    async def _prepare(
        self, documents: Sequence[Document | RequestError], choice: Choice
    ) -> list[Prepared]:
        def prepare() -> list[Prepared]:
            prepared = prepare_documents(documents, max_tokens=self.settings.max_tokens)
            return route_documents(prepared, self.served.router, choice)

        good = [document for document in documents if not isinstance(document, RequestError)]
        if sum(map(len, good)) < LARGE:
            return prepare()
        estimate = _estimate(documents, characters_of_token=CHARACTERS_OF_TOKEN)
        with self._scheduler.room.reserve(estimate):
            return await self.in_thread(prepare)

    def _check_total(self, num_tokens: int) -> None:
        if num_tokens > self.settings.queue_tokens:
            raise RequestError(
                TOO_MANY_TOKENS, f"expected at most {self.settings.queue_tokens} tokens in all"
            )


def _estimate(documents: Sequence[Document | RequestError], *, characters_of_token: int) -> int:
    """Estimate the tokens of documents."""
    return sum(
        len(document) // characters_of_token if isinstance(document, str) else len(document)
        for document in documents
        if not isinstance(document, RequestError)
    )
