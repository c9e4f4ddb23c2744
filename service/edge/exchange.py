"""One request and its answer, as the edge and the app see them: what each may ask of the other."""

from collections.abc import Callable, Mapping
from typing import Any, cast

from starlette.types import Message, Receive, Scope

from nomen.service.edge.joined_writes import JoinedWrites
from nomen.service.edge.reception import Phase, Reception
from nomen.service.errors import RequestError

_EXTENSION = "nomen.exchange"
"""The extension of an ASGI scope that holds the exchange."""


class HeldBytes:
    """The bytes of bodies that the service holds because their requests have no answer yet."""

    def __init__(self) -> None:
        self.num_bytes = 0


class Exchange:
    """A request on its way through the app.

    Args:
        transport: Of its connection.
        reception: Of its connection.
        held: Where the bytes of its body are counted.

    Attributes:
        refusal: Why the rest of its body is refused; the app gets it instead of the rest.
        transport: As given.
    """

    __slots__ = (
        "_held",
        "_is_done",
        "_is_stream",
        "_num_bytes",
        "_reception",
        "refusal",
        "transport",
    )

    def __init__(self, transport: JoinedWrites, *, reception: Reception, held: HeldBytes) -> None:
        self.transport = transport
        self.refusal: RequestError | None = None
        self._reception, self._held = reception, held
        self._num_bytes, self._is_done, self._is_stream = 0, False, False

    def hold(self, num_bytes: int) -> None:
        """Count bytes of the body, unless they are read as they are answered."""
        if self._reception.phase is not Phase.STREAM and not self._is_done:
            self._num_bytes += num_bytes
            self._held.num_bytes += num_bytes

    def release(self) -> None:
        """Count the bytes no more: the request is done."""
        self._is_done = True
        self._free()

    def begin_stream(self) -> None:
        """Have the body wait for its answers: it has no deadline, and is not held."""
        self._is_stream = True
        if self._reception.phase is Phase.BODY:
            self._reception.enter(Phase.STREAM)
        self._free()

    def checked(self, receive: Receive, *, has_begun: Callable[[], bool]) -> Receive:
        """Give a `receive` that raises the refusal instead of waiting for what is refused.

        Args:
            receive: Of the connection.
            has_begun: Whether the answer has begun. Then only a stream can still tell of a refusal.
        """

        async def receive_checked() -> Message:
            while True:
                message = await receive()
                refusal, self.refusal = self.refusal, None
                if refusal is None or message["type"] == "http.disconnect":
                    return message
                if self._is_stream or not has_begun():
                    raise refusal

        return receive_checked

    @property
    def extensions(self) -> dict[str, Any]:
        """The extensions of an ASGI scope, by which the app finds the exchange."""
        return {_EXTENSION: self}

    def _free(self) -> None:
        self._held.num_bytes -= self._num_bytes
        self._num_bytes = 0


def exchange_of(scope: Mapping[str, Any]) -> Exchange:
    """Give the exchange of a request that came through the edge."""
    return cast("Exchange", scope["extensions"][_EXTENSION])


def is_client_connected(scope: Scope) -> bool:
    """Tell whether a request's connection is open, as far as the event loop knows."""
    exchange = _exchange(scope)
    return exchange is None or not exchange.transport.is_closing()


def begin_stream(scope: Scope) -> None:
    """Have a request's body read as fast as it is answered, however long that takes."""
    exchange = _exchange(scope)
    if exchange is not None:
        exchange.begin_stream()


def close_connection(scope: Scope) -> None:
    """Close a request's connection once what was sent has left."""
    exchange = _exchange(scope)
    if exchange is not None:
        exchange.transport.close()


def abort_connection(scope: Scope) -> None:
    """Close a request's connection at once; what the client has not read is lost."""
    exchange = _exchange(scope)
    if exchange is not None:
        exchange.transport.abort()


def _exchange(scope: Scope) -> Exchange | None:
    return (scope.get("extensions") or {}).get(_EXTENSION)
