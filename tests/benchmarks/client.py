"""A light HTTP client, and requests that come at random times; knows no server and no table."""

import asyncio
import random
import time
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus


@dataclass(slots=True)
class Client:
    """A connection that sends one request after another."""

    port: int
    _streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = field(default=None)

    async def post(self, body: bytes) -> tuple[int, bytes]:
        """Give the status and body of an answer."""
        reader, _ = await self._send(body)
        head = await reader.readuntil(b"\r\n\r\n")
        (length,) = (
            int(line.partition(b":")[2])
            for line in head.split(b"\r\n")
            if line.lower().startswith(b"content-length:")
        )
        return int(head.split(b" ", 2)[1]), await reader.readexactly(length)

    async def post_and_go(self, body: bytes, *, after_seconds: float) -> None:
        """Send a request and leave before its answer, or just after."""
        await self._send(body)
        await asyncio.sleep(after_seconds)
        await self.close()

    async def close(self) -> None:
        """Close the connection; the next request opens another."""
        if self._streams is not None:
            self._streams[1].close()
            with suppress(OSError):
                await self._streams[1].wait_closed()
        self._streams = None

    async def _send(self, body: bytes) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self.port)
        head = (
            "POST /v1/tag HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        self._streams[1].write(head.encode() + body)
        return self._streams


async def arrivals(
    port: int, body: bytes, *, per_second: float, seconds: float, most_open: int = 64
) -> list[float]:
    """Send a body at the times of a Poisson process; give the milliseconds to each answer.

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

    async def send(due: float) -> None:
        client = await idle.get()
        status, _ = await client.post(body)
        if status != HTTPStatus.OK:
            raise RuntimeError(f"expected 200, found {status}")
        found.append(1000 * (time.perf_counter() - due))
        idle.put_nowait(client)

    due = time.perf_counter()
    end = due + seconds
    async with asyncio.TaskGroup() as group:
        while due < end:
            due += generator.expovariate(per_second)
            await asyncio.sleep(due - time.perf_counter())
            group.create_task(send(due))
    for client in clients:
        await client.close()
    return found
