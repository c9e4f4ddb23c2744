"""uvicorn's protocol, and what it leaves out for small answers; knows no route.

It writes an answer's head and body one after the other, each with a system call, and each wakes
the client: as much work as the tokens of a sentence. And it tells an app of a client that is gone
only when the app waits for that.
"""

import asyncio
from collections.abc import Iterable
from typing import Any, cast

from starlette.types import Scope
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

_CONNECTION = "nomen.connection"
"""The extension of an ASGI scope that has the transport."""


class JoinedWrites:
    """A transport that writes what one turn of the event loop gives it at once.

    All but writing is the transport's own.
    """

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport = transport
        self._loop = loop
        self._waiting: list[bytes] = []

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  # whatever the transport has
        return getattr(self._transport, name)

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Send data before the event loop waits again."""
        if not self._waiting:
            self._loop.call_soon(self._flush)
        self._waiting.append(bytes(data))  # a caller may reuse what can be changed

    def writelines(self, pieces: Iterable[bytes | bytearray | memoryview]) -> None:
        """Send pieces of data after what waits."""
        self.write(b"".join(pieces))

    def write_eof(self) -> None:
        """Send what waits, then end writing."""
        self._flush()
        self._transport.write_eof()

    def close(self) -> None:
        """Send what waits, then close."""
        self._flush()
        self._transport.close()

    def abort(self) -> None:
        """Close at once; what waits is lost."""
        self._waiting.clear()
        self._transport.abort()

    def _flush(self) -> None:
        if self._waiting:
            self._transport.write(b"".join(self._waiting))
            self._waiting.clear()


class HttpProtocol(HttpToolsProtocol):
    """uvicorn's protocol, on a transport that joins writes and that an app can ask."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Take a connection; asyncio calls this."""
        super().connection_made(cast("asyncio.Transport", JoinedWrites(transport, self.loop)))

    def on_headers_complete(self) -> None:
        """Begin a request; the parser calls this."""
        super().on_headers_complete()
        self.scope["extensions"] = {_CONNECTION: {"transport": self.transport}}


def is_client_there(scope: Scope) -> bool:
    """Tell whether a request's connection is open, as far as the event loop has heard."""
    connection = (scope.get("extensions") or {}).get(_CONNECTION)
    return connection is None or not connection["transport"].is_closing()
