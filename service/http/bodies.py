"""Reads the body of a request within its limit, and refuses what it cannot be from its headers."""

from collections.abc import Mapping, Sequence

from starlette.requests import ClientDisconnect
from starlette.types import Receive

from nomen.service.errors import (
    BODY_TOO_LARGE,
    ENCODING_REFUSED,
    MEDIA_TYPE_REFUSED,
    RequestError,
)

JSON = b"application/json"
PLAIN_TEXT = b"text/plain"
FORM = b"application/x-www-form-urlencoded"
UTF8 = frozenset({b"charset=utf-8", b'charset="utf-8"', b"charset=utf8"})


def media_type(headers: Mapping[bytes, bytes], accepted: Sequence[bytes]) -> bytes:
    """Give the media type of a body.

    Args:
        headers: The headers of the request, in lower case.
        accepted: The media types that the route takes.

    Raises:
        RequestError: When the route does not take it, or when it is compressed.
    """
    kind = headers.get(b"content-type", b"")
    if kind not in accepted:
        kind, *parameters = kind.lower().replace(b" ", b"").split(b";")
        if kind not in accepted:
            raise RequestError(MEDIA_TYPE_REFUSED, _refusal(kind, accepted))
        if {each for each in parameters if each.startswith(b"charset")} - UTF8:
            raise RequestError(MEDIA_TYPE_REFUSED, f"expected {kind.decode()} in UTF-8")
    if headers.get(b"content-encoding", b"identity") != b"identity":
        raise RequestError(ENCODING_REFUSED, "expected no Content-Encoding")
    return kind


def announced_bytes(headers: Mapping[bytes, bytes], *, max_bytes: int) -> int:
    """Give the length of a body as its head announces it; 0 where it does not.

    Args:
        headers: The headers of the request, in lower case.
        max_bytes: The limit.

    Raises:
        RequestError: When it is too large.
    """
    announced = headers.get(b"content-length", b"")
    num_bytes = int(announced) if announced.isdigit() else 0
    if num_bytes > max_bytes:
        raise _too_large(max_bytes)
    return num_bytes


async def read_body(receive: Receive, *, max_bytes: int) -> bytes:
    """Read a body to its end.

    Args:
        receive: Gives the next message of the connection.
        max_bytes: The limit.

    Raises:
        RequestError: When it is too large.
        ClientDisconnect: When the client leaves first.
    """
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


def _refusal(kind: bytes, accepted: Sequence[bytes]) -> str:
    expected = f"expected Content-Type: {' or '.join(each.decode() for each in accepted)}, in UTF-8"
    if kind != FORM:
        return expected
    return f"{expected}; curl needs -H 'Content-Type: {accepted[0].decode()}'"


def _too_large(max_bytes: int) -> RequestError:
    return RequestError(
        BODY_TOO_LARGE, f"expected at most {max_bytes} bytes", headers={"Connection": "close"}
    )
