"""Covers how `service/http/server.py` drains: with clients that connect anew for each request.

The server runs in a thread of the test, so that many runs cost little. `test_server.py` sends real
signals to a real process.
"""

import signal
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from nomen.model.tagger import Tagger
from nomen.service.edge.edge import Edge
from nomen.service.edge.limits import EdgeLimits
from nomen.service.edge.protocol import HttpProtocol
from nomen.service.http.app import create_app
from nomen.service.http.listener import listen
from nomen.service.http.server import DrainingServer
from nomen.service.settings import Settings
from tests.service.http.test_server import ready
from tests.waiting import wait_until

NUM_CLIENTS = 12
DRAIN_SECONDS = 0.3
CLOCK_SECONDS = 0.01
"""How far the clocks of two loops may differ."""
BODY = b'{"text": "Harry Potter waved."}'
REQUEST = (
    b"POST /v1/tag HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    b"Content-Length: %d\r\n\r\n" % len(BODY) + BODY
)


class Client(threading.Thread):
    """Sends one request per connection until it is refused one."""

    def __init__(self, port: int) -> None:
        super().__init__(daemon=True)
        self.codes: list[bytes] = []
        self.failure: str | None = None
        self.refused_at: float | None = None
        self._port = port

    def run(self) -> None:
        while self.refused_at is None and self.failure is None:
            begun = time.monotonic()
            try:
                connection = socket.create_connection(("127.0.0.1", self._port), timeout=10)
            except ConnectionRefusedError:
                self.refused_at = begun
                return
            with connection:
                self._ask(connection)

    def _ask(self, connection: socket.socket) -> None:
        try:
            connection.sendall(REQUEST)
            answer = connection.recv(65_536)
        except OSError as error:
            self.failure = type(error).__name__
            return
        self.codes.append(answer[9:12])
        if not answer:
            self.failure = "closed without an answer"


@contextmanager
def draining_server(tagger: Tagger) -> Iterator[tuple[DrainingServer, int]]:
    settings = Settings(drain_seconds=DRAIN_SECONDS)
    app = create_app(settings, tagger)
    edge = Edge(EdgeLimits.from_settings(settings), app.state.lifecycle.metrics)
    protocol: Any = partial(HttpProtocol, edge=edge)
    config = uvicorn.Config(
        app, loop="uvloop", http=protocol, ws="none", lifespan="on", log_config=None
    )
    server = DrainingServer(config, lifecycle=app.state.lifecycle)
    listener = listen("127.0.0.1", 0)
    port = listener.getsockname()[1]
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    wait_until(lambda: app.state.lifecycle.has_loaded)
    try:
        yield server, port
    finally:
        if not server.should_exit:
            server.handle_exit(signal.SIGINT, None)
        thread.join(timeout=20)
        assert not thread.is_alive()


def drain_once(tagger: Tagger) -> None:
    """Drain under load, and check that no client noticed before the end."""
    with draining_server(tagger) as (server, port):
        clients = [Client(port) for _ in range(NUM_CLIENTS)]
        for client in clients:
            client.start()
        wait_until(lambda: all(client.codes for client in clients))
        told = time.monotonic()
        server.handle_exit(signal.SIGTERM, None)
        for client in clients:
            client.join(timeout=20)

    assert [client.failure for client in clients] == [None] * NUM_CLIENTS
    assert {code for client in clients for code in client.codes} == {b"200"}
    refused = [client.refused_at or 0.0 for client in clients]
    assert min(refused) >= told + DRAIN_SECONDS - CLOCK_SECONDS


@pytest.mark.parametrize("run", range(3))
def test_d1_no_connection_fails_or_is_refused_while_the_service_drains(
    tagger: Tagger, run: int
) -> None:
    del run

    drain_once(tagger)


@pytest.mark.slow
@pytest.mark.parametrize("workers", ["1", "2"])
def test_d1_a_real_process_drains_under_load_and_exits_with_0(
    tiny_bundle: Path, workers: str
) -> None:
    with ready(tiny_bundle, NOMEN_DRAIN_SECONDS="0.5", NOMEN_WORKERS=workers) as (served, http):
        wait_until(lambda: http.get("/readyz").is_success)
        clients = [Client(http.base_url.port or 0) for _ in range(NUM_CLIENTS)]
        for client in clients:
            client.start()
        wait_until(lambda: all(client.codes for client in clients))

        assert served.end(signal.SIGTERM) == 0
        for client in clients:
            client.join(timeout=20)
    assert [client.failure for client in clients] == [None] * NUM_CLIENTS
    assert {code for client in clients for code in client.codes} == {b"200"}


@pytest.mark.slow
@pytest.mark.long
def test_d1_none_of_200_drains_loses_a_connection(tagger: Tagger) -> None:
    for _ in range(200):
        drain_once(tagger)
