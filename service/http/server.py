"""Runs uvicorn, and drains before it ends.

After SIGTERM the service is no longer ready, but serves on for `NOMEN_DRAIN_SECONDS`, until load
balancers have noticed. Then it takes no new connections, finishes its requests and exits with 0.
After SIGINT, which comes from a person, it does not wait.
"""

import asyncio
import math
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from types import FrameType

import structlog
import uvicorn
from prometheus_client import disable_created_metrics
from starlette.applications import Starlette

from nomen.service.engine.loading import settle_memory
from nomen.service.errors import EngineEndedError, RequestError
from nomen.service.http.app import create_app
from nomen.service.http.protocol import HttpProtocol
from nomen.service.scheduling.lifecycle import Lifecycle
from nomen.service.settings import Settings, SettingsError
from nomen.service.telemetry.snapshots import take_snapshot
from nomen.service.workers.messages import State
from nomen.service.workers.number import choose_number
from nomen.service.workers.siblings import Siblings
from nomen.service.workers.supervisor import Supervisor

KEEP_ALIVE_SECONDS = 75
"""Longer than the 60 of common proxies, or a proxy might write to a connection that is closing."""
SWITCH_SECONDS = 0.0005
"""How long a thread with a large document may hold up the event loop; Python's default is 0.005."""
EXTRA_SECONDS = 5
"""Time beyond the longest request before connections are cut."""
EXAMPLE = (
    "curl {url}/v1/tag -H 'Content-Type: application/json' "
    """-d '{{"text": "Harry Potter waved."}}'"""
)


class DrainingServer(uvicorn.Server):
    """Serves an app until a signal, then drains.

    Args:
        config: What uvicorn needs to know.
        lifecycle: The life of the app.
        siblings: The other workers, which get the same signals from the supervisor.

    Attributes:
        failure: Why the tagger could not be loaded, or why its engine has ended.
    """

    def __init__(
        self, config: uvicorn.Config, *, lifecycle: Lifecycle, siblings: Siblings | None = None
    ) -> None:
        super().__init__(config)
        self._siblings = siblings
        self.failure: BaseException | None = None
        self._lifecycle = lifecycle
        self._loop: asyncio.AbstractEventLoop | None = None
        self._log = structlog.get_logger("nomen.server")

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, log the address, and watch the loading of the tagger."""
        self._loop = asyncio.get_running_loop()
        if self._siblings is not None:
            self._siblings.attach(
                state=self._state,
                snapshot=lambda: take_snapshot(self._lifecycle.metrics.registry),
                on_signal=lambda number: self.handle_exit(number, None),
            )
        await super().startup(sockets)
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

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to drain; a second signal ends at once."""
        if self._loop is None:
            super().handle_exit(sig, frame)
            return
        # The signal may interrupt code of the event loop that holds a lock which leaving needs.
        self._loop.call_soon_threadsafe(self._leave, sig)

    def _leave(self, sig: int) -> None:
        is_first = not self._lifecycle.is_leaving
        self._lifecycle.leave()
        self._log.info("leaving", signal=signal.Signals(sig).name)
        waits = is_first and sig == signal.SIGTERM and self._lifecycle.has_loaded
        delay = self._lifecycle.settings.drain_seconds if waits else 0.0
        asyncio.get_running_loop().call_later(delay, self._stop)

    def _stop(self) -> None:
        self._lifecycle.stopping.set()
        self.should_exit = True

    def _check_loading(self, loading: asyncio.Task[None]) -> None:
        if loading.cancelled():
            return
        if loading.exception() is not None:
            self.failure = loading.exception()
            self.should_exit = True
            return
        if self._lifecycle.engine_end is not None:
            self._lifecycle.engine_end.add_done_callback(self._check_engine)
        if self._siblings is not None:
            self._siblings.say_loaded()
        settle_memory()

    def _state(self) -> State:
        return State(
            is_ready=_is_right(self._lifecycle.check_ready),
            is_alive=_is_right(self._lifecycle.check_alive),
        )

    def _check_engine(self, ended: asyncio.Task[int]) -> None:
        """End when the engine has ended; the container supervisor starts both again."""
        if ended.cancelled() or self.should_exit:
            return
        self.failure = EngineEndedError(f"the engine's process has ended with {ended.result()}")
        self._log.error("engine ended", code=ended.result())
        self._stop()

    def _announce(self) -> None:
        host, port = self.servers[0].sockets[0].getsockname()[:2]
        url = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
        example = EXAMPLE.format(url=url)
        self._log.info("listening", url=url, example=example)
        if sys.stderr.isatty():
            print(f"Nomen listens on {url}; try\n  {example}", file=sys.stderr)  # noqa: T201  # for a person


def _is_right(check: Callable[[], None]) -> bool:
    try:
        check()
    except RequestError:
        return False
    return True


def run(settings: Settings) -> None:
    """Serve until a signal, in as many worker processes as the settings ask for.

    Raises:
        NomenError: When the tagger cannot be loaded.
        EngineEndedError: When the engine's process was killed.
        OSError: When the address is taken or does not belong to this machine.
    """
    sys.setswitchinterval(SWITCH_SECONDS)
    disable_created_metrics()  # type: ignore[no-untyped-call]  # the library has no types here
    app = create_app(settings)
    listener = _listen(settings.host, settings.port)
    number = choose_number(settings)
    if number == 1:
        serve(app, listener)
        return
    Supervisor(
        partial(serve, app, listener),
        number=number,
        stuck_seconds=settings.stuck_seconds,
        on_leave=listener.close,
    ).run()


def serve(app: Starlette, listener: socket.socket, siblings: Siblings | None = None) -> None:
    """Serve an app on a listening socket until a signal.

    Args:
        app: The app, which has not run yet.
        listener: The socket.
        siblings: The other workers; None for the only one.

    Raises:
        NomenError: When the tagger cannot be loaded.
        EngineEndedError: When the engine's process was killed.
    """
    lifecycle: Lifecycle = app.state.lifecycle
    lifecycle.siblings = siblings
    settings = lifecycle.settings
    config = uvicorn.Config(
        app,
        loop="uvloop",
        http=HttpProtocol,
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=math.ceil(settings.timeout_seconds) + EXTRA_SECONDS,
    )
    server = DrainingServer(config, lifecycle=lifecycle, siblings=siblings)
    server.run(sockets=[listener])
    if server.failure is not None:
        raise server.failure


def _listen(host: str, port: int) -> socket.socket:
    """Open the listening socket here: uvicorn's own exit code for a taken port means another thing.

    Raises:
        SettingsError: When the host is neither an address nor a known name.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    is_dual = family == socket.AF_INET6 and socket.has_dualstack_ipv6()
    try:
        found = socket.getaddrinfo(host, port, family=family, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError) as error:
        raise SettingsError("NOMEN_HOST: expected an address or a host name") from error
    return socket.create_server(found[0][4], family=family, backlog=2048, dualstack_ipv6=is_dual)
