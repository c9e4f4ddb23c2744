"""Endpoints of plain Starlette routes whose body is JSON, read strictly and within its limit.

FastAPI's own handling of an endpoint's parameters takes as long as tagging a sentence, so these
endpoints do without it.
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


Answer = Callable[[Request, Any], Awaitable[JsonAnswer]]


class JsonEndpoint:
    """An ASGI app that reads a JSON body, checks it, and sends what a function answers.

    Args:
        answer: Its parameter `body` has the type that the body is checked for.
    """

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        body_type = get_type_hints(answer, include_extras=True)["body"]
        self._body: TypeAdapter[Any] = TypeAdapter(body_type)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request.

        Raises:
            RequestError: When the body is too large, not JSON, or has other fields.
        """
        headers = dict(scope["headers"])
        _check_headers(headers)
        max_bytes = scope["app"].state.lifecycle.settings.max_body_bytes
        announced = headers.get(b"content-length", b"")
        value = parse_json(await _read_body(receive, announced=announced, max_bytes=max_bytes))
        try:
            body = self._body.validate_python(value, from_attributes=True)  # as FastAPI does
        except ValidationError as error:
            raise to_problem(error.errors(include_url=False, include_input=False)) from error
        answer = await self._answer(Request(scope, receive), body)
        await answer(scope, receive, send)


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
