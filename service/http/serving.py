"""Serves the app: in this process, or in a worker for each CPU."""

import math
import signal
import socket
import sys
from functools import partial
from typing import NamedTuple

import uvicorn
from prometheus_client import disable_created_metrics
from starlette.applications import Starlette

from nomen.model.bundle.shipped import find_bundle
from nomen.model.loaded_bundle import check_different
from nomen.service.edge.edge import Edge
from nomen.service.edge.limits import EdgeLimits
from nomen.service.edge.protocol import HttpProtocol
from nomen.service.engine.core_dumps import forbid_core_dumps
from nomen.service.http.app import create_app
from nomen.service.http.listener import listen
from nomen.service.http.server import DrainingServer
from nomen.service.http.tls import Certificate
from nomen.service.scheduling.lifecycle import Lifecycle
from nomen.service.settings import Settings
from nomen.service.workers.plan import plan_workers
from nomen.service.workers.siblings import Siblings
from nomen.service.workers.supervisor import Supervisor

KEEP_ALIVE_SECONDS = 75
"""Longer than the 60 of common proxies, or a proxy might write to a connection that is closing."""
SWITCH_SECONDS = 0.0005
"""How long a thread with a large document may hold up the event loop; Python's default is 0.005."""
EXTRA_SECONDS = 5
"""Time beyond the longest request before connections are cut."""


class Listeners(NamedTuple):
    """The listening sockets, which all workers share.

    Attributes:
        requests: The socket of the service.
        metrics: The socket of the metrics, where they have a port of their own.
    """

    requests: socket.socket
    metrics: socket.socket | None

    @classmethod
    def from_settings(cls, settings: Settings) -> "Listeners":
        """Open the sockets; errors as for `listen`."""
        port = settings.metrics_port
        metrics = None if port is None else listen(settings.host, port)
        return cls(listen(settings.host, settings.port), metrics)

    def close(self) -> None:
        """Close the sockets in this process alone."""
        for each in self:
            if each is not None:
                each.close()


def run(settings: Settings) -> None:
    """Serve until a signal, in as many worker processes as the settings ask for.

    Raises:
        NomenError: When the tagger cannot be loaded.
        EngineEndedError: When the engine's process was killed.
        OSError: When the address is taken or does not belong to this machine.
    """
    forbid_core_dumps()
    sys.setswitchinterval(SWITCH_SECONDS)
    disable_created_metrics()  # type: ignore[no-untyped-call]  # the library has no types here
    settings = plan_workers(settings)
    _check_bundles(settings)
    app = create_app(settings)
    certificate = Certificate.from_settings(settings)
    listeners = Listeners.from_settings(settings)
    if settings.workers == 1:
        _serve(app, certificate, listeners)
        return
    work = partial(_serve, app, certificate, listeners)
    Supervisor(work, settings, on_leave=listeners.close).run()


def _check_bundles(settings: Settings) -> None:
    """Refuse bundles that do not exist or are named twice, before the address is announced."""
    for name in settings.bundle_names:
        find_bundle(name)
    check_different(settings.bundle_names)


def _serve(
    app: Starlette,
    certificate: Certificate | None,
    listeners: Listeners,
    siblings: Siblings | None = None,
) -> None:
    """Serve an app that has not run yet; signals come from the siblings' supervisor if any."""
    lifecycle: Lifecycle = app.state.lifecycle
    lifecycle.siblings = siblings
    server = DrainingServer(
        _config(app, certificate, lifecycle),
        lifecycle=lifecycle,
        metrics_listener=listeners.metrics,
        certificate=certificate,
        siblings=siblings,
    )
    if siblings is None:
        signal.signal(signal.SIGHUP, server.handle_hangup)
    try:
        server.run(sockets=[listeners.requests])
    finally:
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
    if server.failure is not None:
        raise server.failure


def _config(
    app: Starlette, certificate: Certificate | None, lifecycle: Lifecycle
) -> uvicorn.Config:
    settings = lifecycle.settings
    edge = Edge(EdgeLimits.from_settings(settings), lifecycle.metrics)
    return uvicorn.Config(
        app,
        loop="uvloop",
        http=partial(HttpProtocol, edge=edge),  # type: ignore[arg-type]  # uvicorn only calls it
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        ssl_context_factory=None if certificate is None else lambda *_: certificate.context,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=math.ceil(settings.timeout_seconds) + EXTRA_SECONDS,
    )
