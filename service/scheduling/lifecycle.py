"""The life of one app: loading, ready, leaving, closed; and another bundle while it is ready."""

import asyncio
import signal
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import structlog

from nomen.model.errors import NomenError
from nomen.model.tagger import Tagger
from nomen.service.engine.model_facts import ServedModel
from nomen.service.errors import (
    DRAINING,
    LOADING,
    STUCK,
    EngineEndedError,
    ReloadError,
    RequestError,
)
from nomen.service.scheduling.redacting import Redacting
from nomen.service.scheduling.running import DocumentRunner
from nomen.service.scheduling.served_bundle import ServedBundle, open_bundle
from nomen.service.scheduling.tagging import Tagging
from nomen.service.settings import Settings
from nomen.service.telemetry.metrics import Metrics
from nomen.service.workers.siblings import Siblings

RELOAD_SECONDS = 120.0
"""A bundle that takes longer to load beside the served one is given up."""


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
        broken: Done when the engine has ended or is stuck, so that the service must end.
        is_leaving: Whether the app was told to end. It serves on, but is no longer ready.
        stopping: Set when it no longer serves on; requests end, and streams read no further.
    """

    def __init__(self, settings: Settings, *, tagger: Tagger | None = None) -> None:
        self.settings = settings
        self.metrics = Metrics()
        self.siblings: Siblings | None = None
        self.loading: asyncio.Task[None] | None = None
        self.broken: asyncio.Future[EngineEndedError] | None = None
        self.is_leaving = False
        self.stopping = asyncio.Event()
        self._given = tagger
        self._served: ServedBundle | None = None
        self._replaced: ServedBundle | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._reloading = asyncio.Lock()
        self._is_closed = False
        self._log = structlog.get_logger("nomen.lifecycle")
        self._watch_metrics()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Load in the background; close at the end."""
        self.broken = asyncio.get_running_loop().create_future()
        self.loading = asyncio.create_task(self._load(), name="loading")
        try:
            yield
        finally:
            self.leave()
            self.stopping.set()
            self._is_closed = True
            tasks = {self.loading, *self._tasks}
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)
            for each in self._bundles():
                await each.close()

    def leave(self) -> None:
        """Be ready no longer. Requests that still come are served."""
        self.is_leaving = True

    async def abandon(self) -> None:
        """Answer requests that wait for the engine, and those that come, with `draining`."""
        self._is_closed = True
        for each in self._bundles():
            await each.abandon()

    @property
    def has_loaded(self) -> bool:
        """Whether the tagger is loaded and self-tested."""
        return self._served is not None

    @property
    def engine_pid(self) -> int | None:
        """The id of the process of the served bundle's engine; None without one."""
        return None if self._served is None else self._served.pid

    @property
    def runner(self) -> DocumentRunner:
        """Runs documents. After a reload it is another one; a request keeps the one it got.

        Raises:
            RequestError: While the bundle is being loaded, and after the app has closed.
        """
        if self._is_closed:
            raise RequestError(DRAINING, "try another replica", headers={"Retry-After": "1"})
        if self._served is None:
            raise RequestError(LOADING, "try again in a second", headers={"Retry-After": "1"})
        return self._served.runner

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
            RequestError: While the bundle is being loaded, when the engine is stuck or has ended,
                and once the app was told to end.
        """
        if self.is_leaving:
            raise RequestError(DRAINING, "the service is shutting down")
        _ = self.runner
        self.check_alive()

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
        if self._served is None:
            raise RequestError(LOADING, "the bundle is being loaded")

    def check_alive(self) -> None:
        """Check that no restart is needed; a busy engine needs none.

        Raises:
            RequestError: When the engine is stuck or has ended.
        """
        if self._served is not None and not self._served.is_alive:
            raise RequestError(STUCK, "the engine is stuck or has ended")

    async def reload(self) -> ServedModel:
        """Load what the settings name again, and serve it from now on; calls wait for each other.

        The new bundle is verified and self-tested beside the served one. Requests that have begun
        keep the bundle that they began with.

        Raises:
            ReloadError: When the new bundle is refused; the old one serves on.
            RequestError: While the first bundle is being loaded, and once the app was told to end.
        """
        async with self._reloading:
            _ = self.runner
            if self.is_leaving:
                raise RequestError(DRAINING, "the service is shutting down")
            try:
                async with asyncio.timeout(RELOAD_SECONDS):
                    model = await self._replace()
            except (NomenError, TimeoutError) as error:
                reason = str(error) or f"not loaded within {RELOAD_SECONDS:g} seconds"
                self.metrics.reloads.labels("failed").inc()
                self._log.error("reload refused", reason=reason)
                raise ReloadError(reason) from error
        self.metrics.reloads.labels("succeeded").inc()
        return model

    async def reload_all(self) -> ServedModel:
        """Reload, then have the other workers do the same; raises as `reload` does."""
        model = await self.reload()
        if self.siblings is not None:
            self.siblings.tell_others(signal.SIGHUP)
        return model

    async def _load(self) -> None:
        self._serve(await self._open())

    async def _replace(self) -> ServedModel:
        if self._given is not None:
            raise ReloadError("expected a service whose bundle the settings name")
        if self._replaced is not None:
            raise ReloadError("the bundle before is still in use by requests or streams")
        opened = await self._open()
        if self._is_closed:
            await opened.close()
            raise ReloadError("the service has closed")
        self._replaced = self._served
        self._serve(opened)
        self._keep(self._retire())
        return opened.models[0]

    async def _retire(self) -> None:
        if self._replaced is not None:
            await self._replaced.retire()
            self._replaced = None

    def _serve(self, opened: ServedBundle) -> None:
        self._served = opened
        self._keep(self._guard(opened))
        first, seconds = opened.models[0], opened.load_seconds
        for model in opened.models:
            self._log.info("ready", load_seconds=round(seconds, 3), **model.labels)
        self.metrics.observe_model(*(each.labels for each in opened.models), load_seconds=seconds)
        self.metrics.bundle.observe(
            name=first.manifest.name,
            release=first.manifest.version,
            expected_ratios=first.expected_ratios,
        )

    async def _guard(self, served: ServedBundle) -> None:
        """Wait until an engine has ended or is stuck; where it is the served one, be broken."""
        error = await served.until_broken()
        if self._is_closed or served.is_closed:
            return
        self._log.error("engine ended", code=error.code, reason=str(error))
        if served is self._served and self.broken is not None:
            self.broken.set_result(error)

    async def _open(self) -> ServedBundle:
        shares = self.siblings is not None and self.settings.share_engine
        send = self.siblings.send_to_engine if self.siblings is not None and shares else None
        return await open_bundle(self.settings, self.metrics, tagger=self._given, send=send)

    def _bundles(self) -> list[ServedBundle]:
        return [each for each in (self._served, self._replaced) if each is not None]

    def _keep(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _watch_metrics(self) -> None:
        self.metrics.watch_queue(
            tokens=lambda: sum(each.scheduler.num_tokens for each in self._bundles()),
            requests=lambda: sum(each.scheduler.num_requests for each in self._bundles()),
            limit_tokens=self.settings.queue_tokens,
        )
        self.metrics.watch_ready(self._is_ready)
        self.metrics.watch_engine(lambda: self.engine_pid)

    def _is_ready(self) -> bool:
        try:
            self.check_ready()
        except RequestError:
            return False
        return True
