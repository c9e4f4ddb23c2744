"""What surrounds every request: its id, headers, metrics, log line and last resort.

It knows no route and no document.
"""

import os
import re
import time
from dataclasses import dataclass, field

import structlog
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from nomen.service.documents.answers import dump_json
from nomen.service.errors import (
    CLIENT_CLOSED_REQUEST,
    INTERNAL,
    MEDIA_TYPE,
    RequestError,
    to_request_error,
)
from nomen.service.http.openapi import DOCS_PATH, OPENAPI_PATH
from nomen.service.scheduling.lifecycle import Lifecycle

UNMATCHED = "unmatched"
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"})
REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
"""Longer or other ids are replaced: they go into logs."""
SECURITY_HEADERS = ((b"x-content-type-options", b"nosniff"), (b"cache-control", b"no-store"))


@dataclass(slots=True)
class Exchange:
    """The facts of one request that its log line and metrics tell."""

    request_id: str
    started: float = field(default_factory=time.perf_counter)
    code: int | None = None
    num_tokens: int = 0

    @classmethod
    def from_scope(cls, scope: Scope) -> "Exchange":
        """Take the caller's id, or make one."""
        given = next((value for key, value in scope["headers"] if key == b"x-request-id"), b"")
        known = given.decode("latin-1")
        return cls(known if REQUEST_ID.fullmatch(known) else os.urandom(16).hex())


class ExchangeMiddleware:
    """Surrounds the app; every request leaves one line and no exception."""

    def __init__(self, app: ASGIApp, *, lifecycle: Lifecycle) -> None:
        self._app = app
        self._lifecycle = lifecycle
        self._log = structlog.get_logger("nomen.access").bind()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        exchange = Exchange.from_scope(scope)
        scope.setdefault("state", {})["exchange"] = exchange

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                exchange.code = message["status"]
                message["headers"] = [*message["headers"], *self._headers(exchange)]
            await send(message)

        try:
            await self._app(scope, receive, send_with_headers)
        except ClientDisconnect:
            exchange.code = CLIENT_CLOSED_REQUEST
            self._lifecycle.metrics.rejected.labels("client_gone").inc()
        except Exception as error:  # noqa: BLE001  # the outermost edge: nothing above would answer
            self._log.error("failure", request_id=exchange.request_id, exc_info=error)
            if exchange.code is None:
                await to_response(to_request_error(error))(scope, receive, send_with_headers)
                self._lifecycle.metrics.rejected.labels(INTERNAL.reason).inc()
        finally:
            self._tell(scope, exchange)

    def _headers(self, exchange: Exchange) -> list[tuple[bytes, bytes]]:
        headers = [(b"x-request-id", exchange.request_id.encode()), *SECURITY_HEADERS]
        return [*headers, (b"connection", b"close")] if self._lifecycle.is_leaving else headers

    def _tell(self, scope: Scope, exchange: Exchange) -> None:
        seconds = time.perf_counter() - exchange.started
        route = _route(scope)
        code = exchange.code or CLIENT_CLOSED_REQUEST
        self._lifecycle.metrics.observe_request(route=route, code=code, seconds=seconds)
        self._log.info(
            "request",
            request_id=exchange.request_id,
            method=scope["method"] if scope["method"] in METHODS else "other",
            route=route,
            code=code,
            duration_seconds=round(seconds, 6),
            num_tokens=exchange.num_tokens,
        )


def _route(scope: Scope) -> str:
    """Give the template of the route, so that metrics have few labels and logs no path."""
    if scope["path"] in (DOCS_PATH, OPENAPI_PATH):
        path: str = scope["path"]
        return path
    return getattr(scope.get("route"), "path", "") or UNMATCHED  # a mount's is empty


def to_response(error: RequestError) -> Response:
    """Give the answer that a problem is."""
    return Response(
        dump_json(error.to_json()),
        status_code=error.problem.status,
        headers=error.headers,
        media_type=MEDIA_TYPE,
    )
