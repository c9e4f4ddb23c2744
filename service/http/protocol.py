"""uvicorn's HTTP protocol with two additions: joined writes, and a way to ask for the client.

uvicorn writes the head and the body of an answer with one system call each, and each wakes the
client. For one sentence that is as much work as its tokens. And uvicorn reports that a client has
left only to an app that waits for the report.
"""

import asyncio
from collections.abc import Iterable
from typing import Any, cast

from starlette.types import Scope
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

_CONNECTION = "nomen.connection"
"""The extension of an ASGI scope that holds the transport."""


class JoinedWrites:
    """A transport that joins the writes of one turn of the event loop into one system call.

    Everything else goes to the transport that it wraps.
    """

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport = transport
        self._loop = loop
        self._pending: list[bytes] = []

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

    def close(self) -> None:
        """Send pending data, then close."""
        self._flush()
        self._transport.close()

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
    connection = (scope.get("extensions") or {}).get(_CONNECTION)
    return connection is None or not connection["transport"].is_closing()
