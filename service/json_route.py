"""A route whose body is JSON, read within its limit and strictly; knows no field.

FastAPI reads the body through the request it is given, so a request that has its body read and
parsed already is all that is needed. *Source:* FastAPI documentation, Custom Request and APIRoute
class.
"""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute

from service.errors import (
    BODY_TOO_LARGE,
    ENCODING_REFUSED,
    MEDIA_TYPE_REFUSED,
    RequestError,
)
from service.strict_json import parse_json


class JsonRequest(Request):
    """A request whose body was read and parsed."""

    _content: bytes
    _value: object

    @classmethod
    async def read(cls, request: Request, *, max_bytes: int) -> "JsonRequest":
        """Read and parse the body of a request.

        Raises:
            RequestError: When it is not JSON, or larger than `max_bytes`.
        """
        _check_headers(request)
        read = cls(request.scope, request.receive)
        read._content = await _read_body(request, max_bytes)
        read._value = parse_json(read._content)
        return read

    async def body(self) -> bytes:
        """Give the body."""
        return self._content

    async def json(self) -> object:
        """Give what the body says."""
        return self._value


class JsonRoute(APIRoute):
    """A route of an app whose settings limit the body."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Wrap FastAPI's own handler, which checks the fields."""
        handle = super().get_route_handler()

        async def read_and_handle(request: Request) -> Response:
            if self.body_field is None:
                return await handle(request)
            max_bytes = request.app.state.lifecycle.settings.max_body_bytes
            return await handle(await JsonRequest.read(request, max_bytes=max_bytes))

        return read_and_handle


def _check_headers(request: Request) -> None:
    kind, *parameters = request.headers.get("content-type", "").lower().replace(" ", "").split(";")
    charsets = {parameter for parameter in parameters if parameter.startswith("charset")}
    if kind != "application/json" or charsets - {"charset=utf-8", 'charset="utf-8"'}:
        raise RequestError(MEDIA_TYPE_REFUSED, "expected Content-Type: application/json, in UTF-8")
    if request.headers.get("content-encoding", "identity") != "identity":
        raise RequestError(ENCODING_REFUSED, "expected no Content-Encoding")


async def _read_body(request: Request, max_bytes: int) -> bytes:
    too_large = RequestError(
        BODY_TOO_LARGE, f"expected at most {max_bytes} bytes", headers={"Connection": "close"}
    )
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > max_bytes:
        raise too_large
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > max_bytes:
            raise too_large
    return bytes(body)
