"""A route whose body is JSON, read within its limit and strictly; knows no field.

FastAPI describes the route and checks the body's fields; that an endpoint takes a request and one
body and gives a response is known here, so nothing of a request has to be looked for: what FastAPI
does for each of any endpoint's parameters costs as much as the tagging of a sentence.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.datastructures import Headers
from starlette.types import Receive, Scope, Send

from service.errors import (
    BODY_TOO_LARGE,
    ENCODING_REFUSED,
    MEDIA_TYPE_REFUSED,
    RequestError,
)
from service.strict_json import parse_json

Endpoint = Callable[[Request, Any], Awaitable[Response]]


class JsonRoute(APIRoute):
    """A route of an app whose settings limit the body; its endpoint takes a request and a body."""

    def __init__(
        self,
        path: str,
        endpoint: Endpoint,
        **choices: Any,  # noqa: ANN401  # as APIRoute takes them
    ) -> None:
        super().__init__(path, endpoint, **choices)
        self.app = self._serve

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request.

        Raises:
            RequestError: When the body is not JSON, or too large.
            RequestValidationError: When its fields are others.
        """
        request = Request(scope, receive)
        _check_headers(request.headers)
        max_bytes = request.app.state.lifecycle.settings.max_body_bytes
        value = parse_json(await _read_body(request, max_bytes))
        assert self.body_field is not None  # it is the endpoint's second parameter
        body, faults = self.body_field.validate(value, loc=("body",))
        if faults:
            raise RequestValidationError(faults)
        response = await self.endpoint(request, body)
        await response(scope, receive, send)


def _check_headers(headers: Headers) -> None:
    kind, *parameters = headers.get("content-type", "").lower().replace(" ", "").split(";")
    charsets = {parameter for parameter in parameters if parameter.startswith("charset")}
    if kind != "application/json" or charsets - {"charset=utf-8", 'charset="utf-8"'}:
        raise RequestError(MEDIA_TYPE_REFUSED, "expected Content-Type: application/json, in UTF-8")
    if headers.get("content-encoding", "identity") != "identity":
        raise RequestError(ENCODING_REFUSED, "expected no Content-Encoding")


async def _read_body(request: Request, max_bytes: int) -> bytes:
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > max_bytes:
        raise _too_large(max_bytes)
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > max_bytes:
            raise _too_large(max_bytes)
    return bytes(body)


def _too_large(max_bytes: int) -> RequestError:
    return RequestError(
        BODY_TOO_LARGE, f"expected at most {max_bytes} bytes", headers={"Connection": "close"}
    )
