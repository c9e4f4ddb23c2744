"""The life of one app: loading, ready, leaving, closed."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog

from nomen.model.tagger import Tagger
from nomen.service.documents.documents import prepare_documents
from nomen.service.engine.inference import Inference, InferenceThread
from nomen.service.engine.loading import WARM_UP, describe
from nomen.service.engine.model_facts import ServedModel
from nomen.service.engine.process import InferenceProcess
from nomen.service.errors import DRAINING, LOADING, STUCK, RequestError
from nomen.service.scheduling.redacting import Redacting
from nomen.service.scheduling.running import DocumentRunner
from nomen.service.scheduling.scheduler import Scheduler
from nomen.service.scheduling.tagging import Tagging
from nomen.service.settings import Settings
from nomen.service.telemetry.metrics import Metrics
from nomen.service.workers.siblings import Siblings


class Lifecycle:
    """Loads the tagger, says whether requests may come, and closes what it opened.

    Args:
        settings: The settings of the service.
        tagger: Serves instead of the bundle that the settings name.

    Attributes:
        metrics: The app's metrics.
        settings: The settings of the service.
        siblings: The other workers; None where there is one service process.
        loading: The task that loads the tagger, once the app runs.
        engine_end: Done when the engine's process has ended; None where there is no process.
        is_leaving: Whether the app was told to end. It serves on, but is no longer ready.
        stopping: Set when it no longer serves on; requests end, and streams read no further.
    """

    def __init__(self, settings: Settings, *, tagger: Tagger | None = None) -> None:
        self.settings = settings
        self.metrics = Metrics()
        self.siblings: Siblings | None = None
        self.loading: asyncio.Task[None] | None = None
        self.engine_end: asyncio.Task[int] | None = None
        self.is_leaving = False
        self.stopping = asyncio.Event()
        self._given = tagger
        self._runner: DocumentRunner | None = None
        self._scheduler: Scheduler | None = None
        self._is_closed = False
        self._log = structlog.get_logger("nomen.lifecycle")

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Load in the background; close at the end."""
        self.loading = asyncio.create_task(self._load(), name="loading")
        try:
            yield
        finally:
            self.leave()
            self.stopping.set()
            self._is_closed = True
            self.loading.cancel()
            await asyncio.wait({self.loading})
            if self._scheduler is not None and self._runner is not None:
                await self._scheduler.close()
                self._runner.close()

    def leave(self) -> None:
        """Be ready no longer. Requests that still come are served."""
        self.is_leaving = True
        self.metrics.ready.set(0)

    @property
    def has_loaded(self) -> bool:
        """Whether the tagger is loaded and self-tested."""
        return self._runner is not None

    @property
    def runner(self) -> DocumentRunner:
        """Runs documents.

        Raises:
            RequestError: While the bundle is being loaded, and after the app has closed.
        """
        if self._is_closed:
            raise RequestError(DRAINING, "try another replica", headers={"Retry-After": "1"})
        if self._runner is None:
            raise RequestError(LOADING, "try again in a second", headers={"Retry-After": "1"})
        return self._runner

    @property
    def tagging(self) -> Tagging:
        """Tags documents; raises as `runner` does."""
        return Tagging(self.runner)

    @property
    def redacting(self) -> Redacting:
        """Redacts texts; raises as `runner` does."""
        return Redacting(self.runner)

    def check_ready(self) -> None:
        """Check that requests may be sent here.

        Raises:
            RequestError: While the bundle is being loaded, and once the app was told to end.
        """
        if self.is_leaving:
            raise RequestError(DRAINING, "the service is shutting down")
        _ = self.runner

    async def check_all_ready(self) -> None:
        """Check that requests may be sent to this worker and to its siblings; see `check_ready`."""
        self.check_ready()
        if self.siblings is not None:
            await self.siblings.check_ready()

    async def metrics_text(self) -> bytes:
        """Give the metrics of this worker and its siblings, in Prometheus' text format.

        Raises:
            RequestError: When the supervisor of the workers does not answer.
        """
        return self.metrics.to_text() if self.siblings is None else await self.siblings.metrics()

    def check_started(self) -> None:
        """Check that the tagger is loaded and self-tested.

        Raises:
            RequestError: While the bundle is being loaded.
        """
        if self._runner is None:
            raise RequestError(LOADING, "the bundle is being loaded")

    def check_alive(self) -> None:
        """Check that no restart is needed; a busy engine needs none.

        Raises:
            RequestError: When the engine is stuck or has ended.
        """
        if self._scheduler is not None and not self._scheduler.is_alive:
            raise RequestError(STUCK, "the engine is stuck or has ended")

    async def _load(self) -> None:
        started = time.perf_counter()
        inference, model = await self._open()
        load_seconds = time.perf_counter() - started
        self._scheduler = Scheduler(
            inference,
            queue_tokens=self.settings.queue_tokens,
            batch_tokens=self.settings.batch_tokens,
            stuck_seconds=self.settings.stuck_seconds,
            metrics=self.metrics,
        )
        self._runner = DocumentRunner(
            model, self._scheduler, settings=self.settings, metrics=self.metrics
        )
        self.metrics.observe_model(model.labels, load_seconds=load_seconds)
        self.metrics.bundle.observe(
            name=model.manifest.name,
            release=model.manifest.version,
            expected_ratios=model.expected_ratios,
        )
        self.metrics.ready.set(not self.is_leaving)
        self._log.info("ready", load_seconds=round(load_seconds, 3), **model.labels)

    async def _open(self) -> tuple[Inference, ServedModel]:
        if self._given is not None:
            batch_tokens = self.settings.batch_tokens
            thread = InferenceThread(self._given.forward, batch_tokens=batch_tokens)
            return thread, describe(self._given)
        inference, model = await InferenceProcess.start(self.settings)
        self.engine_end = inference.ended
        self.metrics.watch_engine(inference.pid)
        prepare_documents(WARM_UP, max_tokens=self.settings.max_tokens)
        return inference, model
