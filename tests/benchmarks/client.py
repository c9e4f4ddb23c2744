"""A light HTTP client for `/v1/tag`."""

import asyncio
from dataclasses import dataclass, field

_HEAD = (
    b"POST /v1/tag HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    b"Content-Length: %d\r\n\r\n"
)


class Connection(asyncio.Protocol):
    """One HTTP connection. It does little work, because it shares the server's CPUs."""

    def __init__(self) -> None:
        self.transport: asyncio.Transport | None = None
        self.answer: asyncio.Future[tuple[int, bytes]] | None = None
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport  # type: ignore[assignment]  # a stream's can write

    def data_received(self, data: bytes) -> None:
        self._received += data
        head, end, body = self._received.partition(b"\r\n\r\n")
        if not end or self.answer is None:
            return
        length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n", 1)[0])
        if len(body) >= length and not self.answer.done():
            self._received = b""
            self.answer.set_result((int(head.split(b" ", 2)[1]), body))

    def connection_lost(self, exc: Exception | None) -> None:
        if self.answer is not None and not self.answer.done():
            self.answer.set_exception(exc or ConnectionResetError())


@dataclass(slots=True)
class Client:
    """A connection that sends one request after another."""

    port: int
    _connection: Connection | None = field(default=None)

    async def post(self, body: bytes) -> tuple[int, bytes]:
        """Send a request and give the status and body of its answer.

        Raises:
            OSError: When the connection is lost before the answer.
        """
        return await (await self._send(body))

    async def post_and_go(self, body: bytes, *, after_seconds: float) -> None:
        """Send a request and disconnect after a while, whether or not it was answered."""
        answer = await self._send(body)
        await asyncio.sleep(after_seconds)  # noqa: TID251  # the client's own timeout
        answer.cancel()
        self.close()

    def close(self) -> None:
        """Close the connection; the next request opens another."""
        if self._connection is not None and self._connection.transport is not None:
            self._connection.transport.close()
        self._connection = None

    async def _send(self, body: bytes) -> asyncio.Future[tuple[int, bytes]]:
        loop = asyncio.get_running_loop()
        if self._connection is None:
            _, self._connection = await loop.create_connection(Connection, "127.0.0.1", self.port)
        assert self._connection.transport is not None
        self._connection.answer = loop.create_future()
        self._connection.transport.write(_HEAD % len(body) + body)
        return self._connection.answer
