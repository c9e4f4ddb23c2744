"""The routes that stream JSON Lines. Their answer begins before their request has ended."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any

from fastapi import APIRouter
from starlette.requests import ClientDisconnect
from starlette.responses import StreamingResponse
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from nomen.service.documents.served import Served
from nomen.service.edge.exchange import (
    abort_connection,
    begin_stream,
    close_connection,
    is_client_connected,
)
from nomen.service.errors import RequestError
from nomen.service.http.bodies import media_type
from nomen.service.http.openapi import PROBLEM_RESPONSES
from nomen.service.http.query import read_options
from nomen.service.scheduling.lifecycle import Lifecycle
from nomen.service.streams.answering import GroupAnswers, Work
from nomen.service.streams.lines import GROUP_BYTES
from nomen.service.streams.stream import EndError, LeftError, Stream
from nomen.service.streams.work import RedactWork, TagWork

JSON_LINES = "application/jsonl"
MEDIA_TYPES = (JSON_LINES.encode(), b"application/x-ndjson", b"application/x-jsonlines")


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
        EndError: When the edge refuses the rest of the request.
        """
        if self._has_ended:
            return None
        self._has_asked.set()
        try:
            message = await self._receive()
        except RequestError as error:
            raise EndError(error) from error
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
    """An ASGI app that answers JSON Lines with JSON Lines.

    Args:
        make_work: Makes what is done with the documents of one stream.
    """

    def __init__(self, make_work: Callable[[Served], Work]) -> None:
        self._make_work = make_work

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one stream.

        Raises:
            ClientDisconnect: When the client has left.
            RequestError: When no stream begins.
        """
        media_type(dict(scope["headers"]), MEDIA_TYPES)
        read_options(scope["query_string"], ())  # options are in the first line
        lifecycle: Lifecycle = scope["app"].state.lifecycle
        runner, settings = lifecycle.runner, lifecycle.settings
        client = StreamClient(
            receive, send, nomen_model=", ".join(each.header for each in runner.models)
        )
        answers = GroupAnswers(
            runner,
            self._make_work(runner.served),
            max_line_bytes=settings.max_body_bytes,
            is_wanted=partial(is_client_connected, scope),
            record=scope["state"]["access_record"],
        )
        stream = Stream(
            client,
            answers,
            max_line_bytes=settings.max_body_bytes,
            max_group_bytes=min(GROUP_BYTES, settings.queue_tokens),
            idle_seconds=settings.stream_idle_seconds,
            stopping=lifecycle.stopping,
        )
        begin_stream(scope)
        with runner.in_use(), lifecycle.metrics.streams.track_inprogress():
            await _run(stream, client, scope, lifecycle)


async def _run(stream: Stream, client: StreamClient, scope: Scope, lifecycle: Lifecycle) -> None:
    try:
        await stream.run()
    except EndError as error:
        lifecycle.metrics.rejected.labels(error.error.problem.reason).inc()
        await client.end()
        close_connection(scope)
    except LeftError as error:
        abort_connection(scope)
        await client.until_gone()
        raise ClientDisconnect from error
    else:
        await client.end()


router = APIRouter(responses=PROBLEM_RESPONSES)
"""Describes the routes in OpenAPI; `serving_routes` serves them."""

_LINES = {"content": {JSON_LINES: {"schema": {"type": "string"}}}}
_REQUEST: dict[str, Any] = {"requestBody": {"required": True, **_LINES}}
_ANSWER: dict[int | str, dict[str, Any]] = {
    200: {"description": "One line for each record, in their order.", **_LINES}
}
_describe = partial(
    router.post,
    response_class=StreamingResponse,
    responses=_ANSWER,
    openapi_extra=_REQUEST,
)


@_describe("/v1/tag/stream", tags=["tag"], summary="Tag a stream of documents")
def tag_stream() -> None:
    """Tag JSON Lines of any length: a document a line, its answer a line, in the same order.

    Answers flow while lines still arrive, and a client that reads no answers is read no further.
    The first line may be `{"options": {…}}`, with the options of `/v1/tag`. A line that cannot be
    tagged is answered with `{"line", "error"}`, and the stream goes on. Members of a record other
    than `id`, `text` and `tokens` come back under `record`. A stream that ends early, because it
    was idle, its options are wrong or the service shuts down, says so in its last line.
    """


@_describe("/v1/redact/stream", tags=["redact"], summary="Redact a stream of texts")
def redact_stream() -> None:
    """Redact JSON Lines of any length, a text a line; all else is as at `/v1/tag/stream`.

    The first line may be `{"options": {…}}`, with the options of `/v1/redact`. An operator whose
    scope is `batch` takes the stream for one batch.
    """


def serving_routes() -> list[Route]:
    """Give the plain routes that serve what `router` describes."""
    works: dict[str, Callable[[Served], Work]] = {
        "/v1/tag/stream": TagWork,
        "/v1/redact/stream": RedactWork,
    }
    return [
        Route(path, StreamEndpoint(make_work), methods=["POST"])
        for path, make_work in works.items()
    ]
