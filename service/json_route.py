"""A route whose body is JSON, read within its limit and strictly; knows no field.

FastAPI describes the route and checks the body's fields; that an endpoint takes a request and one
body and gives a response is known here, so nothing of a request has to be looked for: what FastAPI
does for each of any endpoint's parameters costs as much as the tagging of a sentence.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope, Send

from service.errors import (
    BODY_TOO_LARGE,
    ENCODING_REFUSED,
    MEDIA_TYPE_REFUSED,
    RequestError,
)
from service.strict_json import parse_json


class JsonAnswer:
    """An answer of JSON: an ASGI app that sends it."""

    def __init__(self, body: bytes, *, server_timing: str, nomen_model: str) -> None:
        self._body = body
        self._headers = [
            (b"content-length", b"%d" % len(body)),
            (b"content-type", b"application/json"),
            (b"server-timing", server_timing.encode()),
            (b"nomen-model", nomen_model.encode()),
        ]

    async def __call__(self, _scope: Scope, _receive: Receive, send: Send) -> None:
        """Send it."""
        await send({"type": "http.response.start", "status": 200, "headers": self._headers})
        await send({"type": "http.response.body", "body": self._body})


Endpoint = Callable[[Request, Any], Awaitable[JsonAnswer]]


class JsonRoute(APIRoute):
    """A route of an app whose settings limit the body; its endpoint takes a request and a body."""

    def __init__(
        self,
        path: str,
        endpoint: Endpoint,
        **choices: Any,  # noqa: ANN401  # as APIRoute takes them
    ) -> None:
        super().__init__(path, endpoint, **choices)
        if self.body_field is None:
            raise TypeError("expected an endpoint that takes a body")
        self._body = self.body_field
        self.app = self._serve

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request.

        Raises:
            RequestError: When the body is not JSON, or too large.
            RequestValidationError: When its fields are others.
        """
        request = Request(scope, receive)
        headers = dict(scope["headers"])
        _check_headers(headers)
        max_bytes = scope["app"].state.lifecycle.settings.max_body_bytes
        announced = headers.get(b"content-length", b"")
        value = parse_json(await _read_body(receive, announced=announced, max_bytes=max_bytes))
        body, faults = self._body.validate(value, loc=("body",))
        if faults:
            raise RequestValidationError(faults)
        response = await self.endpoint(request, body)
        await response(scope, receive, send)


def _check_headers(headers: Mapping[bytes, bytes]) -> None:
    content_type = headers.get(b"content-type", b"").lower()
    if content_type != b"application/json":
        kind, *parameters = content_type.replace(b" ", b"").split(b";")
        charsets = {parameter for parameter in parameters if parameter.startswith(b"charset")}
        if kind != b"application/json" or charsets - {b"charset=utf-8", b'charset="utf-8"'}:
            raise RequestError(
                MEDIA_TYPE_REFUSED, "expected Content-Type: application/json, in UTF-8"
            )
    if headers.get(b"content-encoding", b"identity") != b"identity":
        raise RequestError(ENCODING_REFUSED, "expected no Content-Encoding")


async def _read_body(receive: Receive, *, announced: bytes, max_bytes: int) -> bytes:
    if announced.isdigit() and int(announced) > max_bytes:
        raise _too_large(max_bytes)
    chunks: list[bytes] = []
    num_bytes = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        chunks.append(message.get("body", b""))
        num_bytes += len(chunks[-1])
        if num_bytes > max_bytes:
            raise _too_large(max_bytes)
        if not message.get("more_body", False):
            return b"".join(chunks)


def _too_large(max_bytes: int) -> RequestError:
    return RequestError(
        BODY_TOO_LARGE, f"expected at most {max_bytes} bytes", headers={"Connection": "close"}
    )
