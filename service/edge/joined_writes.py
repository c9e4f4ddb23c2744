"""A transport with joined writes that ends without losing the end of an answer.

uvicorn writes the head and the body of an answer with one system call each, and each wakes the
client. For one sentence that is as much work as its tokens. And it closes a connection at once,
where unread data makes the kernel reset it and the client may lose its answer.
"""

import asyncio
from collections.abc import Iterable
from typing import Any


class JoinedWrites:
    """A transport that joins the writes of one turn of the event loop into one system call.

    Everything else goes to the transport that it wraps.

    Attributes:
        lingers: Whether `close` ends writing only, and leaves it to the owner to read on and to
            end the connection.
        is_ending: Whether writing has ended so.
    """

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport = transport
        self._loop = loop
        self._pending: list[bytes] = []
        self.lingers = self.is_ending = False

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  # whatever the transport has
        return getattr(self._transport, name)

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Send data at the end of this turn of the event loop; nothing after `close`."""
        if self.is_ending:
            return
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

    def is_closing(self) -> bool:
        """Tell whether the connection is closed or about to be."""
        return self.is_ending or self._transport.is_closing()

    def close(self) -> None:
        """Send pending data, then close."""
        self._flush()
        if not self.lingers:
            self._transport.close()
        elif not self.is_closing():
            self.is_ending = True
            if self._transport.can_write_eof():  # TLS cannot
                self._transport.write_eof()
            self._transport.resume_reading()

    def abort(self) -> None:
        """Close at once; pending data is lost."""
        self._pending.clear()
        self._transport.abort()

    def _flush(self) -> None:
        if self._pending:
            self._transport.write(b"".join(self._pending))
            self._pending.clear()
