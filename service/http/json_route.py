"""Endpoints for plain Starlette routes that read a JSON body strictly and within its limit.

The routes that tag use these instead of FastAPI's endpoints, because FastAPI's handling of
parameters takes as long as tagging a sentence.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, get_type_hints

from pydantic import TypeAdapter, ValidationError
from starlette.requests import ClientDisconnect, Request
from starlette.types import Receive, Scope, Send

from nomen.service.documents.strict_json import parse_json
from nomen.service.documents.validation import to_problem
from nomen.service.errors import (
    BODY_TOO_LARGE,
    ENCODING_REFUSED,
    MEDIA_TYPE_REFUSED,
    RequestError,
)


class JsonResponse:
    """A response with a JSON body and the headers of an answer: an ASGI app that sends itself."""

    def __init__(self, body: bytes, *, server_timing: str, nomen_model: str) -> None:
        self._body = body
        self._headers = [
            (b"content-length", b"%d" % len(body)),
            (b"content-type", b"application/json"),
            (b"server-timing", server_timing.encode()),
            (b"nomen-model", nomen_model.encode()),
        ]

    async def __call__(self, _scope: Scope, _receive: Receive, send: Send) -> None:
        """Send the response."""
        await send({"type": "http.response.start", "status": 200, "headers": self._headers})
        await send({"type": "http.response.body", "body": self._body})


Handler = Callable[[Request, Any], Awaitable[JsonResponse]]
"""Answers a request, given its checked body."""


class JsonEndpoint:
    """An ASGI app that reads and checks a JSON body, calls a handler and sends its response.

    Args:
        handler: The annotation of its parameter `body` says what the body must be.
    """

    def __init__(self, handler: Handler) -> None:
        self._handler = handler
        body_type = get_type_hints(handler, include_extras=True)["body"]
        self._body_type = body_type
        self._body: TypeAdapter[Any] = TypeAdapter(body_type)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request.

        Raises:
            RequestError: When the body is too large, is not JSON, or fails its checks.
        """
        headers = dict(scope["headers"])
        _check_headers(headers)
        max_bytes = scope["app"].state.lifecycle.settings.max_body_bytes
        announced = headers.get(b"content-length", b"")
        value = parse_json(await _read_body(receive, announced=announced, max_bytes=max_bytes))
        try:
            body = self._body.validate_python(value, from_attributes=True)  # as FastAPI does
        except ValidationError as error:
            errors = error.errors(include_url=False, include_input=False)
            raise to_problem(errors, self._body_type) from error
        response = await self._handler(Request(scope, receive), body)
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
