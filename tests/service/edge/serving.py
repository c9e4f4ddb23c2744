"""A small service behind the edge, in the test's own event loop and over real sockets."""

import asyncio
import socket
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

import uvicorn
from starlette.types import Message, Receive, Scope, Send
from uvicorn.server import ServerState

from nomen.service.edge.edge import Edge
from nomen.service.edge.exchange import begin_stream
from nomen.service.edge.limits import EdgeLimits
from nomen.service.edge.protocol import HttpProtocol
from nomen.service.errors import RequestError
from nomen.service.telemetry.metrics import Metrics
from tests.waiting import until

GET = b"GET /echo HTTP/1.1\r\nHost: x\r\n\r\n"
POST = b"POST %s HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n"
CHUNKED = b"POST %s HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"


class EchoApp:
    """Answers with the body of the request; the path says how.

    Attributes:
        seen: The paths, headers and bodies of the requests.
        gate: What `/gate` waits for.
        entered: Set when a request waits at the gate.
        num_gone: How many clients of `/gate` have left.
    """

    def __init__(self) -> None:
        self.seen: list[tuple[str, dict[bytes, bytes], bytes]] = []
        self.gate, self.entered = asyncio.Event(), asyncio.Event()
        self.num_gone = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await self._serve(scope, receive, send)
        except RequestError as error:
            headers = [(key.encode(), value.encode()) for key, value in error.headers.items()]
            await answer(send, error.problem.slug.encode(), error.problem.status, headers)

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"]
        if path == "/early":
            await answer(send, b"early", 413, [(b"connection", b"close")])
            return
        if path == "/hasty":
            await answer(send, b"hasty", 415)
            return
        if path == "/stream":
            begin_stream(scope)
        body = b""
        message: Message = {"type": "http.request", "more_body": True}
        while message.get("more_body"):
            message = await receive()
            body += message.get("body", b"")
        self.seen.append((path, dict(scope["headers"]), body))
        if path == "/gate":
            self.entered.set()
            if await self._is_gone(receive):
                self.num_gone += 1
                return
        if path == "/chunks":
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": body, "more_body": True})
            await send({"type": "http.response.body", "body": b"end"})
            return
        await answer(send, body)

    async def _is_gone(self, receive: Receive) -> bool:
        gate, gone = asyncio.ensure_future(self.gate.wait()), asyncio.ensure_future(_gone(receive))
        await asyncio.wait([gate, gone], return_when=asyncio.FIRST_COMPLETED)
        gate.cancel()
        gone.cancel()
        return not self.gate.is_set()


async def _gone(receive: Receive) -> Message:
    while (message := await receive())["type"] != "http.disconnect":
        pass
    return message


async def answer(
    send: Send, body: bytes, status: int = 200, headers: list[tuple[bytes, bytes]] | None = None
) -> None:
    length = (b"content-length", b"%d" % len(body))
    start = {"type": "http.response.start", "status": status, "headers": [length, *(headers or [])]}
    await send(start)
    await send({"type": "http.response.body", "body": body})


class Client:
    """A raw connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    def send(self, data: bytes) -> None:
        self.writer.write(data)

    async def answer(self) -> bytes:
        """Read the head and the body of one answer that says its length."""
        head = await self.reader.readuntil(b"\r\n\r\n")
        length = head.lower().split(b"content-length: ")[1].split(b"\r\n")[0]
        return head + await self.reader.readexactly(int(length))

    async def code(self) -> int:
        return int((await self.answer()).split()[1])

    async def rest(self) -> bytes:
        """Read to the end of the connection."""
        return await self.reader.read()

    def reset(self) -> None:
        """Close as a client does whose process was killed with unread data."""
        connection = self.writer.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()


class Service:
    """What runs: its app, its edge and its address."""

    def __init__(self, app: EchoApp, edge: Edge, metrics: Metrics, port: int) -> None:
        self.app, self.edge, self.metrics, self.port = app, edge, metrics, port

    @asynccontextmanager
    async def client(self) -> AsyncIterator[Client]:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        client = Client(reader, writer)
        try:
            yield client
        finally:
            writer.transport.abort()

    def metric(self, line: str) -> bool:
        return f"\n{line}\n" in self.metrics.to_text().decode()

    async def until_metric(self, line: str) -> None:
        await until(lambda: self.metric(line))


@asynccontextmanager
async def served(limits: EdgeLimits | None = None) -> AsyncIterator[Service]:
    """Serve until the block ends."""
    app, metrics = EchoApp(), Metrics()
    edge = Edge(limits or EdgeLimits(), metrics)
    config = uvicorn.Config(app, lifespan="off", log_config=None, access_log=False, ws="none")
    state = ServerState()
    loop = asyncio.get_running_loop()
    make = partial(HttpProtocol, config=config, server_state=state, app_state={}, edge=edge)
    server = await loop.create_server(make, "127.0.0.1", 0)
    try:
        yield Service(app, edge, metrics, server.sockets[0].getsockname()[1])
    finally:
        server.close()
        app.gate.set()
        for connection in list(state.connections):
            connection.transport.abort()
        await until(lambda: not state.connections and not state.tasks)
