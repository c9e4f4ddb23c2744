"""The routes that stream JSON Lines. Their answer begins before their request has ended."""

import asyncio
from collections.abc import Mapping
from functools import partial
from typing import Any

from fastapi import APIRouter
from starlette.requests import ClientDisconnect
from starlette.responses import StreamingResponse
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from nomen.service.errors import ENCODING_REFUSED, MEDIA_TYPE_REFUSED, RequestError
from nomen.service.http.openapi import PROBLEM_RESPONSES
from nomen.service.http.protocol import (
    abort_connection,
    close_connection,
    is_client_connected,
    linger,
)
from nomen.service.scheduling.lifecycle import Lifecycle
from nomen.service.streams.lines import GROUP_BYTES
from nomen.service.streams.stream import EndError, LeftError, Stream
from nomen.service.streams.tagging import TagAnswers
from nomen.service.telemetry.access_record import AccessRecord

JSON_LINES = "application/jsonl"
MEDIA_TYPES = frozenset({JSON_LINES, "application/x-ndjson", "application/x-jsonlines"})


class StreamClient:
    """The client of a stream, as ASGI gives it."""

    def __init__(self, receive: Receive, send: Send, *, nomen_model: str) -> None:
        self._receive, self._send = receive, send
        self._has_asked, self._has_ended = asyncio.Event(), False
        self._headers = [
            (b"content-type", JSON_LINES.encode()),
            (b"nomen-model", nomen_model.encode()),
        ]

    async def start(self) -> None:
        """Begin the answer, after the request's body was asked for.

        A client that waits for `100 Continue` gets it before the answer, or might send nothing.
        """
        await self._has_asked.wait()
        await self._send({"type": "http.response.start", "status": 200, "headers": self._headers})

    async def read(self) -> bytes | None:
        """Give the next bytes of the request, None at its end.

        Raises:
            LeftError: When the client has left.
        """
        if self._has_ended:
            return None
        self._has_asked.set()
        message = await self._receive()
        if message["type"] == "http.disconnect":
            raise LeftError
        self._has_ended = not message.get("more_body", False)
        body: bytes = message.get("body", b"")
        return body

    async def write(self, data: bytes) -> None:
        """Send bytes of the answer; wait first while many are on their way."""
        await self._send({"type": "http.response.body", "body": data, "more_body": True})

    async def end(self) -> None:
        """End the answer."""
        await self._send({"type": "http.response.body", "body": b""})

    async def until_gone(self) -> None:
        """Wait until the connection is closed."""
        while (await self._receive())["type"] != "http.disconnect":
            pass


class StreamEndpoint:
    """An ASGI app that answers JSON Lines with JSON Lines."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one stream.

        Raises:
            ClientDisconnect: When the client has left.
            RequestError: When no stream begins.
        """
        _check_headers(dict(scope["headers"]))
        lifecycle: Lifecycle = scope["app"].state.lifecycle
        tagging, settings = lifecycle.tagging, lifecycle.settings
        record: AccessRecord = scope["state"]["access_record"]
        client = StreamClient(receive, send, nomen_model=tagging.model.header)
        stream = Stream(
            client,
            TagAnswers(
                tagging,
                max_line_bytes=settings.max_body_bytes,
                is_wanted=partial(is_client_connected, scope),
                record=record,
            ),
            max_line_bytes=settings.max_body_bytes,
            max_group_bytes=min(GROUP_BYTES, settings.queue_tokens),
            idle_seconds=settings.stream_idle_seconds,
            stopping=lifecycle.stopping,
        )
        with lifecycle.metrics.streams.track_inprogress():
            await _run(stream, client, scope, lifecycle)


async def _run(stream: Stream, client: StreamClient, scope: Scope, lifecycle: Lifecycle) -> None:
    try:
        await stream.run()
    except EndError as error:
        lifecycle.metrics.rejected.labels(error.error.problem.reason).inc()
        linger(scope)
        await client.end()
        close_connection(scope)
    except LeftError as error:
        abort_connection(scope)
        await client.until_gone()
        raise ClientDisconnect from error
    else:
        await client.end()


def _check_headers(headers: Mapping[bytes, bytes]) -> None:
    content_type = headers.get(b"content-type", b"").decode("latin-1").lower()
    kind, *parameters = content_type.replace(" ", "").split(";")
    charsets = {parameter for parameter in parameters if parameter.startswith("charset")}
    if kind not in MEDIA_TYPES or charsets - {"charset=utf-8", 'charset="utf-8"'}:
        raise RequestError(MEDIA_TYPE_REFUSED, f"expected Content-Type: {JSON_LINES}, in UTF-8")
    if headers.get(b"content-encoding", b"identity") != b"identity":
        raise RequestError(ENCODING_REFUSED, "expected no Content-Encoding")


router = APIRouter(tags=["tag"], responses=PROBLEM_RESPONSES)
"""Describes the routes in OpenAPI; `serving_routes` serves them."""

REQUEST_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {JSON_LINES: {"schema": {"type": "string"}}},
    }
}
RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "One line for each record, in order.",
        "content": {JSON_LINES: {"schema": {"type": "string"}}},
    }
}


@router.post(
    "/v1/tag/stream",
    summary="Tag a stream of documents",
    response_class=StreamingResponse,
    responses=RESPONSES,
    openapi_extra=REQUEST_BODY,
)
def tag_stream() -> None:
    """Tag JSON Lines of any length: a document a line, its answer a line, in the same order.

    The answers flow while lines still arrive, and a client that reads no answers is read no
    further. The first line may be `{"options": {…}}` with the options of `/v1/tag`. A line that
    cannot be tagged is answered with `{"line", "error"}`, and the stream goes on. Members of a
    record other than `id`, `text` and `tokens` come back under `record`. A line `{"error"}` without
    `line` ends the stream early.
    """


def serving_routes() -> list[Route]:
    """Give the plain routes that serve what `router` describes."""
    return [Route("/v1/tag/stream", StreamEndpoint(), methods=["POST"])]
