"""The access log: every request gets an id, a log line and metrics, and never an exception.

A middleware around all routes; it also adds the headers that every answer has.
"""

import os
import re
import time

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
from nomen.service.http.openapi import OPENAPI_PATH
from nomen.service.scheduling.lifecycle import Lifecycle
from nomen.service.telemetry.access_record import AccessRecord
from nomen.service.telemetry.tracing import Tracing

UNMATCHED = "unmatched"
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"})
REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
"""Other ids are replaced, because ids go into the log."""
PROBES = frozenset({"/livez", "/readyz", "/startupz"})
"""Routes that are asked every few seconds; their good answers are logged at `debug`."""
OK = 200
NOSNIFF = (b"x-content-type-options", b"nosniff")
NO_STORE = (b"cache-control", b"no-store")
"""The header of every answer that does not set it itself."""


class AccessLogMiddleware:
    """Logs and counts every request of an app, and answers those whose handler failed.

    Args:
        app: The app.
        lifecycle: Has the metrics, and says whether the app is leaving.
        tracing: Makes the spans of every request.
    """

    def __init__(
        self, app: ASGIApp, *, lifecycle: Lifecycle, tracing: Tracing | None = None
    ) -> None:
        self._app = app
        self._lifecycle = lifecycle
        self._tracing = tracing
        self._log = structlog.get_logger("nomen.access").bind()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        record = AccessRecord(_request_id(scope))
        scope.setdefault("state", {})["access_record"] = record

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                record.code = message["status"]
                message["headers"] = [
                    *self._headers(record, given=message["headers"]),
                    *message["headers"],
                ]
            await send(message)

        try:
            await self._app(scope, receive, send_with_headers)
        except ClientDisconnect:
            record.code = CLIENT_CLOSED_REQUEST
            self._lifecycle.metrics.rejected.labels("client_gone").inc()
        except Exception as error:  # noqa: BLE001  # the outermost edge, nobody else would answer
            self._log.error("failure", request_id=record.request_id, exc_info=error)
            if record.code is None:
                await to_response(to_request_error(error))(scope, receive, send_with_headers)
                self._lifecycle.metrics.rejected.labels(INTERNAL.reason).inc()
        finally:
            self._log_request(scope, record)

    def _headers(
        self, record: AccessRecord, *, given: list[tuple[bytes, bytes]]
    ) -> list[tuple[bytes, bytes]]:
        headers = [(b"x-request-id", record.request_id.encode()), NOSNIFF]
        for name, _ in given:
            if name == NO_STORE[0]:
                break
        else:
            headers.append(NO_STORE)
        if self._lifecycle.is_leaving:
            headers.append((b"connection", b"close"))
        return headers

    def _log_request(self, scope: Scope, record: AccessRecord) -> None:
        seconds = time.perf_counter() - record.started
        route = _route(scope)
        code = record.code or CLIENT_CLOSED_REQUEST
        self._lifecycle.metrics.observe_request(route=route, code=code, seconds=seconds)
        log = self._log.debug if route in PROBES and code == OK else self._log.info
        log(
            "request",
            request_id=record.request_id,
            method=_method(scope),
            route=route,
            code=code,
            duration_seconds=round(seconds, 6),
            num_tokens=record.num_tokens,
            **({} if record.key is None else {"key": record.key}),
            **_scripts(record),
            **self._trace(scope, record, route=route, code=code),
        )

    def _trace(
        self, scope: Scope, record: AccessRecord, *, route: str, code: int
    ) -> dict[str, object]:
        """Make the spans of a request, where there are spans; give the log the trace's id."""
        if self._tracing is None:
            return {}
        parent = _header(scope, b"traceparent")
        method = _method(scope)
        trace_id = self._tracing.record(
            record, method=method, route=route, code=code, traceparent=parent
        )
        return {"trace_id": trace_id}


def _scripts(record: AccessRecord) -> dict[str, object]:
    """Give the counts of scripts that the bundle did not learn, if there are any."""
    counts = record.unsupported_scripts
    return {"unsupported_scripts": counts} if counts else {}


def _request_id(scope: Scope) -> str:
    """Give the caller's id if it can be logged, else a new one."""
    known = _header(scope, b"x-request-id")
    return known if REQUEST_ID.fullmatch(known) else os.urandom(16).hex()


def _header(scope: Scope, name: bytes) -> str:
    """Give the first header of a name, in lower case, or ""."""
    given: bytes = next((value for key, value in scope["headers"] if key == name), b"")
    return given.decode("latin-1")


def _method(scope: Scope) -> str:
    return scope["method"] if scope["method"] in METHODS else "other"


def _route(scope: Scope) -> str:
    """Give the template of the route: metrics get few labels, and the log no caller's path."""
    if scope["path"] == OPENAPI_PATH:
        return OPENAPI_PATH
    return getattr(scope.get("route"), "path", "") or UNMATCHED  # the path of a mount is empty


def to_response(error: RequestError) -> Response:
    """Make the response for a problem."""
    return Response(
        dump_json(error.to_json()),
        status_code=error.problem.status,
        headers=error.headers,
        media_type=MEDIA_TYPE,
    )
