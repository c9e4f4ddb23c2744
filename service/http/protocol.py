"""uvicorn's HTTP protocol with joined writes, and with ways to ask for the client and to leave it.

uvicorn writes the head and the body of an answer with one system call each, and each wakes the
client. For one sentence that is as much work as its tokens. And uvicorn reports that a client has
left only to an app that waits for the report. And it closes a connection at once, where unread
data makes the kernel reset it and the client may lose the end of its answer.
"""

import asyncio
from collections.abc import Iterable
from typing import Any, cast

from starlette.types import Scope
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

_CONNECTION = "nomen.connection"
"""The extension of an ASGI scope that holds the transport."""
LINGER_SECONDS = 2.0
"""How long a connection whose request was not read to its end stays open for the client to read."""


class JoinedWrites:
    """A transport that joins the writes of one turn of the event loop into one system call.

    Everything else goes to the transport that it wraps.
    """

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport = transport
        self._loop = loop
        self._pending: list[bytes] = []
        self._lingers = self._is_ending = False

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  # whatever the transport has
        return getattr(self._transport, name)

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Send data at the end of this turn of the event loop."""
        if not self._pending:
            self._loop.call_soon(self._flush)
        self._pending.append(bytes(data))  # a caller may reuse a mutable buffer

    def writelines(self, pieces: Iterable[bytes | bytearray | memoryview]) -> None:
        """Send pieces of data after those of earlier calls."""
        self.write(b"".join(pieces))

    def write_eof(self) -> None:
        """Send pending data, then end writing."""
        self._flush()
        self._transport.write_eof()

    def linger(self) -> None:
        """Have `close` end writing only, and discard what still comes for some seconds."""
        self._lingers = True

    def is_closing(self) -> bool:
        """Tell whether the connection is closed or about to be."""
        return self._is_ending or self._transport.is_closing()

    def close(self) -> None:
        """Send pending data, then close."""
        self._flush()
        if not self._lingers:
            self._transport.close()
        elif not self.is_closing():
            self._is_ending = True
            self._transport.write_eof()
            self._transport.resume_reading()
            self._loop.call_later(LINGER_SECONDS, self._transport.abort)

    def abort(self) -> None:
        """Close at once; pending data is lost."""
        self._pending.clear()
        self._transport.abort()

    def _flush(self) -> None:
        if self._pending:
            self._transport.write(b"".join(self._pending))
            self._pending.clear()


class HttpProtocol(HttpToolsProtocol):
    """uvicorn's protocol on a transport that joins writes and that the app can reach."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Begin a connection; asyncio calls this."""
        super().connection_made(cast("asyncio.Transport", JoinedWrites(transport, self.loop)))

    def on_headers_complete(self) -> None:
        """Begin a request; the parser calls this."""
        super().on_headers_complete()
        self.scope["extensions"] = {_CONNECTION: {"transport": self.transport}}


def is_client_connected(scope: Scope) -> bool:
    """Tell whether a request's connection is open, as far as the event loop knows."""
    transport = _transport(scope)
    return transport is None or not transport.is_closing()


def linger(scope: Scope) -> None:
    """Close a request's connection after its answer, though the request was not read to its end."""
    transport = _transport(scope)
    if transport is not None:
        transport.linger()


def close_connection(scope: Scope) -> None:
    """Close a request's connection once what was sent has left."""
    transport = _transport(scope)
    if transport is not None:
        transport.close()


def abort_connection(scope: Scope) -> None:
    """Close a request's connection at once; what the client has not read is lost."""
    transport = _transport(scope)
    if transport is not None:
        transport.abort()


def _transport(scope: Scope) -> JoinedWrites | None:
    connection = (scope.get("extensions") or {}).get(_CONNECTION)
    return None if connection is None else connection["transport"]
