"""One HTTP/1.1 request whose answer is read while its body is still sent.

httpx2 sends a whole request before it reads, so a stream has a connection of its own here, with h11
for the protocol. Proxies of the environment are not asked.
"""

import asyncio
import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

import h11

from nomen.service.client.addresses import Address
from nomen.service.client.attempts import Reply
from nomen.service.client.errors import ConnectionFailedError

READ_BYTES = 65_536
PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class _Place:
    host: str
    port: int
    is_secure: bool
    authority: str
    path: str


class Duplex:
    """A request that goes on while its answer comes."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self._state = h11.Connection(h11.CLIENT)

    async def begin(self, path: str, *, authority: str, headers: Mapping[str, str]) -> None:
        """Send the head of a POST."""
        own = {"Host": authority, "Transfer-Encoding": "chunked"}
        event = h11.Request(method="POST", target=path, headers=list({**own, **headers}.items()))
        await self._send(event)

    async def send(self, data: bytes) -> None:
        """Send a part of the body; wait while the service does not read."""
        await self._send(h11.Data(data=data))

    async def end(self) -> None:
        """End the request."""
        await self._send(h11.EndOfMessage())

    async def head(self) -> Reply:
        """Read the head of the answer, and its body where it is no success."""
        event = await self._receive()
        while isinstance(event, h11.InformationalResponse):
            event = await self._receive()
        if not isinstance(event, h11.Response):
            raise ConnectionFailedError("the connection was closed before the answer")
        headers = {name.decode(): value.decode("latin-1") for name, value in event.headers}
        content = b""
        if event.status_code != 200:  # noqa: PLR2004  # OK
            while (data := await self.read()) is not None:
                content += data
        return Reply(event.status_code, headers, content)

    async def read(self) -> bytes | None:
        """Read a part of the answer's body, None at its end."""
        event = await self._receive()
        if isinstance(event, h11.Data):
            return bytes(event.data)
        if isinstance(event, h11.EndOfMessage):
            return None
        raise ConnectionFailedError("the connection was closed before the end of the answer")

    async def _send(self, event: h11.Request | h11.Data | h11.EndOfMessage) -> None:
        try:
            self._writer.write(self._state.send(event) or b"")
            await self._writer.drain()
        except (OSError, h11.LocalProtocolError) as error:
            raise ConnectionFailedError("the connection was closed by the service") from error

    async def _receive(self) -> object:
        try:
            while (event := self._state.next_event()) is h11.NEED_DATA:
                self._state.receive_data(await self._reader.read(READ_BYTES))
        except (OSError, h11.RemoteProtocolError) as error:
            raise ConnectionFailedError("the connection was lost") from error
        return event


@asynccontextmanager
async def open_duplex(
    address: Address, path: str, *, headers: Mapping[str, str]
) -> AsyncIterator[Duplex]:
    """Connect and send the head of a POST.

    Raises:
        ConnectionFailedError: When the service cannot be reached.
    """
    place = _place(address.base_url, path)
    context = (address.ssl_context or ssl.create_default_context()) if place.is_secure else None
    try:
        reader, writer = await asyncio.open_connection(place.host, place.port, ssl=context)
    except OSError as error:
        raise ConnectionFailedError(f"no connection: {type(error).__name__}") from error
    try:
        duplex = Duplex(reader, writer)
        await duplex.begin(place.path, authority=place.authority, headers=headers)
        yield duplex
    finally:
        writer.transport.abort()


def _place(base_url: str, path: str) -> _Place:
    parts = urlsplit(base_url)
    if parts.scheme not in PORTS or parts.hostname is None:
        raise ConnectionFailedError("expected a base_url that begins with http:// or https://")
    return _Place(
        host=parts.hostname,
        port=parts.port or PORTS[parts.scheme],
        is_secure=parts.scheme == "https",
        authority=parts.netloc.rpartition("@")[2],
        path=parts.path.rstrip("/") + path,
    )
