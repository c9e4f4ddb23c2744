"""Runs uvicorn, and drains before it ends.

After SIGTERM the service is no longer ready, but serves on for `NOMEN_DRAIN_SECONDS`, until load
balancers have noticed. Then it takes no new connections, finishes its requests and exits with 0.
After SIGINT, which comes from a person, it does not wait. A second signal answers what still waits
with 503. SIGHUP loads the bundle again; it ends a service only if its terminal has closed.
"""

import asyncio
import signal
import socket
import sys
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

import structlog
import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from nomen.service.engine.loading import settle_memory
from nomen.service.errors import EngineEndedError, ReloadError, RequestError
from nomen.service.http.listener import settle
from nomen.service.http.metrics_port import open_metrics_port
from nomen.service.http.tls import Certificate
from nomen.service.scheduling.lifecycle import Lifecycle
from nomen.service.telemetry.snapshots import take_snapshot
from nomen.service.workers.messages import State
from nomen.service.workers.siblings import Siblings

HURRY_SECONDS = 1.0
"""Time for the last answers after a second signal; then connections are cut."""
EXAMPLE = (
    "curl {url}/v1/tag -H 'Content-Type: application/json' "
    """-d '{{"text": "Harry Potter waved."}}'"""
)


class DrainingServer(uvicorn.Server):
    """Serves an app until a signal, then drains.

    Args:
        config: What uvicorn needs to know.
        lifecycle: The life of the app.
        metrics_listener: The socket of the metrics, where they have a port of their own.
        certificate: For TLS.
        siblings: The other workers, whose supervisor passes the signals on.

    Attributes:
        failure: Why the tagger could not be loaded, or why its engine has ended.
    """

    def __init__(
        self,
        config: uvicorn.Config,
        *,
        lifecycle: Lifecycle,
        metrics_listener: socket.socket | None = None,
        certificate: Certificate | None = None,
        siblings: Siblings | None = None,
    ) -> None:
        super().__init__(config)
        self._siblings = siblings
        self.failure: BaseException | None = None
        self._metrics_listener = metrics_listener
        self._certificate = certificate
        self._watching: asyncio.Task[None] | None = None
        self._lifecycle = lifecycle
        self._loop: asyncio.AbstractEventLoop | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._has_terminal = sys.stderr.isatty()
        self._log = structlog.get_logger("nomen.server")

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, log the address, and watch the loading of the tagger."""
        self._loop = asyncio.get_running_loop()
        if self._siblings is not None:
            self._siblings.attach(
                state=self._state,
                snapshot=lambda: take_snapshot(self._lifecycle.metrics.registry),
                on_signal=self._take,
            )
        await super().startup(sockets)
        await self._open_more()
        if self._lifecycle.loading is not None:
            self._lifecycle.loading.add_done_callback(self._check_loading)
        if self._siblings is None or self._siblings.is_first:
            self._announce()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Take signals from the system, or from the supervisor alone."""
        if self._siblings is not None:
            yield
            return
        with super().capture_signals():
            yield

    async def _open_more(self) -> None:
        """Serve the metrics on a port of their own, and watch the certificate, where so set."""
        if self._metrics_listener is not None:
            listener, state = self._metrics_listener, self.server_state
            self.servers.append(
                await open_metrics_port(listener, self._lifecycle, like=self.config, state=state)
            )
        if self._certificate is not None:
            watch = self._certificate.watch(self._lifecycle.stopping)
            self._watching = asyncio.create_task(watch, name="certificate")

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to drain; a second signal ends at once."""
        if self._loop is None:
            super().handle_exit(sig, frame)
            return
        # The signal may interrupt code of the event loop that holds a lock which leaving needs.
        self._loop.call_soon_threadsafe(self._leave, sig)

    def _take(self, sig: int) -> None:
        """Take a signal from the supervisor."""
        handle = self.handle_hangup if sig == signal.SIGHUP else self.handle_exit
        handle(sig, None)

    def handle_hangup(self, _sig: int, _frame: FrameType | None) -> None:
        """Load the bundle again, or drain if the service's terminal has closed."""
        if self._loop is None or self._loop.is_closed():
            return
        if self._has_terminal and not sys.stderr.isatty():
            self._loop.call_soon_threadsafe(self._leave, signal.SIGTERM)
        else:
            self._loop.call_soon_threadsafe(self._begin, self._reload)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take no new connections, finish requests, and close the app."""
        if self._siblings is None or self.failure is None:  # the others still accept from it
            await settle(sockets or [], self._has_fresh)
        await super().shutdown(sockets)

    def _has_fresh(self) -> bool:
        """Tell whether a connection has not sent its first request yet."""
        return any(
            each.cycle is None and not each.transport.is_closing()
            for each in self.server_state.connections
            if isinstance(each, HttpToolsProtocol)
        )

    def _leave(self, sig: int) -> None:
        self._log.info("leaving", signal=signal.Signals(sig).name)
        if self._lifecycle.is_leaving:
            self._hurry()
            return
        self._lifecycle.leave()
        waits = sig == signal.SIGTERM and self._lifecycle.has_loaded
        delay = self._lifecycle.settings.drain_seconds if waits else 0.0
        asyncio.get_running_loop().call_later(delay, self._stop)

    def _stop(self) -> None:
        self._lifecycle.stopping.set()
        self.should_exit = True

    def _hurry(self) -> None:
        self._stop()
        self._begin(self._lifecycle.abandon)
        asyncio.get_running_loop().call_later(HURRY_SECONDS, self._cut)

    def _cut(self) -> None:
        for each in list(self.server_state.connections):
            if each.transport is not None:
                each.transport.abort()

    async def _reload(self) -> None:
        try:
            await self._lifecycle.reload()
        except ReloadError:
            return  # the lifecycle has logged it
        except RequestError as error:
            self._log.warning("reload ignored", reason=error.problem.title)

    def _begin(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        task = asyncio.get_running_loop().create_task(work())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _check_loading(self, loading: asyncio.Task[None]) -> None:
        if loading.cancelled():
            return
        if loading.exception() is not None:
            self.failure = loading.exception()
            self.should_exit = True
            return
        if self._lifecycle.broken is not None:
            self._lifecycle.broken.add_done_callback(self._check_engine)
        if self._siblings is not None:
            self._siblings.say_loaded()
        settle_memory()

    def _state(self) -> State:
        return State(
            is_ready=_is_right(self._lifecycle.check_ready),
            is_alive=_is_right(self._lifecycle.check_alive),
        )

    def _check_engine(self, broken: asyncio.Future[EngineEndedError]) -> None:
        """End when the engine has ended; the container supervisor starts both again."""
        if broken.cancelled() or self.should_exit:
            return
        self.failure = broken.result()
        self._stop()

    def _announce(self) -> None:
        url = _url(self.servers[0], is_secure=self._certificate is not None)
        example = EXAMPLE.format(url=url)
        more = {} if len(self.servers) == 1 else {"metrics_url": _url(self.servers[1])}
        self._log.info("listening", url=url, example=example, **more)
        if sys.stderr.isatty():
            print(f"Nomen listens on {url}; try\n  {example}", file=sys.stderr)  # noqa: T201  # for a person


def _url(server: asyncio.base_events.Server, *, is_secure: bool = False) -> str:
    host, port = server.sockets[0].getsockname()[:2]
    scheme = "https" if is_secure else "http"
    return f"{scheme}://[{host}]:{port}" if ":" in host else f"{scheme}://{host}:{port}"


def _is_right(check: Callable[[], None]) -> bool:
    try:
        check()
    except RequestError:
        return False
    return True
