"""uvicorn's HTTP protocol within the limits of the edge.

uvicorn reads heads, bodies and trailers of any size for any time, takes any number of connections,
and answers what its parser refuses unseen. This class is the one place where that is mended.
"""

import asyncio
from typing import Any, cast

from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle
from uvicorn.server import ServerState

from nomen.service.edge.edge import Edge
from nomen.service.edge.exchange import Exchange, exchange_of
from nomen.service.edge.half_close import HalfClose
from nomen.service.edge.joined_writes import JoinedWrites
from nomen.service.edge.old_clients import without_chunks
from nomen.service.edge.parser import BoundedParser
from nomen.service.edge.reception import Phase, Reception, Unread
from nomen.service.errors import BODY_TOO_SLOW, HEAD_TOO_SLOW, RequestError

WITHOUT_BODY = frozenset({"GET", "HEAD"})
"""Methods whose routes read no body, so that they need not learn that it is refused."""


class HttpProtocol(HttpToolsProtocol):
    """One connection.

    Args:
        config: As uvicorn gives it.
        server_state: As uvicorn gives it.
        app_state: As uvicorn gives it.
        edge: What it shares with all others.
    """

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
        *,
        edge: Edge,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self.url, self.headers = b"", []
        self.parser = BoundedParser(self, edge.limits)  # type: ignore[assignment]  # has its methods
        self._edge = edge
        self._reception = Reception()
        self._exchange: Exchange | None = None
        self._half_close: HalfClose | None = None
        self._is_refused = False
        self._waiting_refusal: RequestError | None = None
        self._unread = Unread()

    # asyncio calls these.

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Begin a connection, or refuse it."""
        self._transport = JoinedWrites(transport, self.loop)
        super().connection_made(cast("asyncio.Transport", self._transport))
        refusal = self._edge.admit(self, self.loop)
        if refusal is not None and self._edge.is_overrun():
            self._edge.refusals.count_cut(refusal.problem.reason, peer=self._peer)
            self._transport.abort()
        elif refusal is not None:
            self._refuse(refusal)

    def connection_lost(self, exc: Exception | None) -> None:
        """End a connection."""
        self._edge.leave(self)
        if self._half_close is not None:
            self._half_close.close()
        for cycle, _ in self.pipeline:
            exchange_of(cycle.scope).release()
        super().connection_lost(exc)

    def eof_received(self) -> bool | None:  # type: ignore[override]  # asyncio takes an answer
        """Learn that the client sends no more; tell whether to stay open for its answers."""
        is_whole = self._is_refused or self._reception.phase is Phase.NOTHING
        has_tls = self.scheme == "https"  # which has no half-closed connections
        if not (self._is_answering and is_whole) or has_tls:
            self._transport.lingers = False  # the client has sent all that it will
            self._transport.close()
            return None
        if self._waiting_refusal is None:
            self.cycle.keep_alive = False
        self._half_close = HalfClose(
            self._transport,
            loop=self.loop,
            is_old=self.scope["http_version"] == "1.0",
            may_ask=lambda: not self.pipeline and not self.cycle.response_started,
        )
        return True

    def data_received(self, data: bytes) -> None:
        """Take what the client sent; after a refusal it is thrown away."""
        if self._is_refused or self._transport.is_ending:
            self._reception.receive(len(data))
            self._cut_if_late()
            return
        self._unset_keepalive_if_required()
        try:
            self.parser.feed_data(data)
        except RequestError as error:
            self._refuse(error)
            return
        if self._reception.phase is Phase.HEAD:
            self._reception.receive(len(data))
        elif self._reception.phase is Phase.NOTHING and not self._is_answering:
            self._keep_alive()

    # The parser calls these.

    def on_message_begin(self) -> None:
        """Begin a head."""
        if self._reception.phase is not Phase.HEAD:
            self._reception.enter(Phase.HEAD)
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Begin a request."""
        exchange = Exchange(self._transport, reception=self._reception, held=self._edge.held)
        self.scope["extensions"] = exchange.extensions
        super().on_headers_complete()
        self._exchange = exchange
        self._transport.lingers = True
        self._reception.enter(Phase.BODY)

    def on_body(self, body: bytes) -> None:
        """Take bytes of a body."""
        self._reception.receive(len(body))
        if self._reception.phase is Phase.REST:
            self._cut_if_late()
        elif self._reception.phase is Phase.BODY and self._exchange is not None:
            self._exchange.hold(len(body))
            if self._edge.held.num_bytes > self._edge.limits.held_body_bytes:
                raise self._edge.too_busy("bytes")
        super().on_body(body)

    def on_message_complete(self) -> None:
        """End a request."""
        self._transport.lingers = False
        self._reception.enter(Phase.NOTHING)
        super().on_message_complete()

    # uvicorn calls these.

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:  # noqa: ANN401  # an app
        super()._start_asgi_task(cycle, _within_edge(app, cycle))  # type: ignore[arg-type]  # uvicorn has types of its own

    def on_response_complete(self) -> None:
        """End an answer."""
        if self.cycle.response_complete:  # else it is the answer to an earlier request
            is_late = self._reception.phase is Phase.NOTHING
            self._reception.enter(Phase.NOTHING if is_late else Phase.REST)
        super().on_response_complete()
        if self._waiting_refusal is not None and not self._is_answering:
            self._answer(self._waiting_refusal)

    # The edge calls these.

    @property
    def idle_seconds(self) -> float:
        """For how long the connection has had no request; 0 if it has one."""
        phase = self._reception.phase
        is_idle = (phase is Phase.HEAD or phase is Phase.NOTHING) and not self._is_answering
        return self._reception.waited_seconds if is_idle else 0.0

    def tick(self, seconds: float) -> None:
        """Learn that time has passed, and act on what is late."""
        unread_seconds = self._unread.tick(self._transport.get_write_buffer_size(), seconds)
        if unread_seconds > self._edge.limits.unread_seconds:
            self._edge.refusals.count_cut("unread", peer=self._peer)
            self._transport.abort()
        elif self._transport.is_ending or not self.flow.read_paused:
            self._reception.tick(seconds)
            self._cut_if_late()

    def give_way(self) -> None:
        """Close, because another needs the place."""
        self._transport.close()

    # How it ends.

    def _cut_if_late(self) -> None:
        """Refuse what has taken too long, or end what was read in vain for too long."""
        if not self._reception.is_late(self._edge.limits):
            return
        match self._reception.phase:
            case Phase.HEAD if self._reception.num_bytes:
                self._refuse(RequestError(HEAD_TOO_SLOW, "expected the headers sooner"))
            case Phase.BODY:
                self._refuse(RequestError(BODY_TOO_SLOW, "expected the body sooner"))
            case Phase.HEAD:
                self._edge.refusals.count_cut(HEAD_TOO_SLOW.reason, peer=self._peer)
                self._transport.close()
            case _:
                self._transport.abort()

    def _refuse(self, error: RequestError) -> None:
        """Read no more requests, and answer the one that was being read with an error."""
        self._is_refused = True
        phase = self._reception.phase
        has_request = phase is not Phase.HEAD and phase is not Phase.NOTHING
        self._reception.enter(Phase.REST)
        if not self._is_answering:
            self._answer(error)
        elif has_request and self._exchange is not None:  # the app has it, and answers
            self.cycle.keep_alive = False
            self._exchange.refusal = error
            self.cycle.message_event.set()
        else:  # earlier requests are answered first
            self._waiting_refusal = error

    def _answer(self, error: RequestError) -> None:
        """Answer outside the app, and end."""
        if self._transport.is_closing():
            return
        self._transport.lingers = self._half_close is None
        self._transport.write(self._edge.refusals.answer(error, peer=self._peer))
        self._transport.close()

    def _keep_alive(self) -> None:
        """Wait for the next request, as uvicorn does after an answer."""
        self.timeout_keep_alive_task = self.loop.call_later(
            self.timeout_keep_alive, self.timeout_keep_alive_handler
        )

    @property
    def _is_answering(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    @property
    def _peer(self) -> str | None:
        return None if self.client is None else self.client[0]


def _within_edge(app: ASGIApp, cycle: RequestResponseCycle) -> ASGIApp:
    """Give an app that learns why its request is refused, and whose body is held until it ends."""
    exchange = exchange_of(cycle.scope)

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["http_version"] == "1.0":
            send = without_chunks(send, cycle)
        try:
            if cycle.more_body and scope["method"] not in WITHOUT_BODY:
                receive = exchange.checked(receive, has_begun=lambda: cycle.response_started)
            await app(scope, receive, send)
        finally:
            exchange.release()

    return serve
