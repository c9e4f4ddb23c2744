"""A light HTTP client, and requests that come at random times; knows no server and no table."""

import asyncio
import gc
import random
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from itertools import cycle

_HEAD = (
    b"POST /v1/tag HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    b"Content-Length: %d\r\n\r\n"
)


class Connection(asyncio.Protocol):
    """One HTTP connection, kept as light as can be: it shares the server's CPUs."""

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
        """Give the status and body of an answer.

        Raises:
            OSError: When the connection is lost first.
        """
        return await (await self._send(body))

    async def post_and_go(self, body: bytes, *, after_seconds: float) -> None:
        """Send a request and leave before its answer, or just after."""
        answer = await self._send(body)
        await asyncio.sleep(after_seconds)
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


@contextmanager
def _without_collections() -> Iterator[None]:
    """Keep the collector still: with torch loaded it stops a client for a tenth of a second."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


async def arrivals(
    port: int, bodies: Sequence[bytes], *, per_second: float, seconds: float, most_open: int = 64
) -> list[float]:
    """Send bodies in turn at the times of a Poisson process; give the milliseconds to each answer.

    They count from the time of arrival, waiting for a connection included.

    Raises:
        RuntimeError: When an answer is no 200.
    """
    generator = random.Random(0)
    idle: asyncio.LifoQueue[Client] = asyncio.LifoQueue()
    clients = [Client(port) for _ in range(most_open)]
    for client in clients:
        idle.put_nowait(client)
    found: list[float] = []
    remaining = cycle(bodies)

    async def send(due: float, body: bytes) -> None:
        client = await idle.get()
        status, _ = await client.post(body)
        if status != HTTPStatus.OK:
            raise RuntimeError(f"expected 200, found {status}")
        found.append(1000 * (time.perf_counter() - due))
        idle.put_nowait(client)

    with _without_collections():
        due = time.perf_counter()
        end = due + seconds
        async with asyncio.TaskGroup() as group:
            while due < end:
                due += generator.expovariate(per_second)
                await asyncio.sleep(due - time.perf_counter())
                group.create_task(send(due, next(remaining)))
    for client in clients:
        client.close()
    return found
