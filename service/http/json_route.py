"""Endpoints for plain Starlette routes that read a body strictly and within its limit.

The routes that tag and redact use these instead of FastAPI's endpoints, because FastAPI's handling
of parameters takes as long as tagging a sentence.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import Any, get_type_hints

from pydantic import TypeAdapter, ValidationError
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from nomen.service.documents.decoding import decode_text
from nomen.service.documents.strict_json import parse_json
from nomen.service.documents.validation import to_problem
from nomen.service.errors import DUPLICATE_FIELD, RequestError
from nomen.service.http.bodies import JSON, PLAIN_TEXT, announced_bytes, media_type, read_body
from nomen.service.http.query import in_query, read_options
from nomen.service.scheduling.lifecycle import Lifecycle
from nomen.service.scheduling.running import DocumentRunner

LARGE_BYTES = 16_384
"""Bytes from which a body is worth the cost of a thread to parse."""


class JsonResponse:
    """A response with a JSON body and the headers of an answer: an ASGI app that sends itself."""

    content_type = b"application/json"

    def __init__(
        self,
        body: bytes,
        *,
        server_timing: str,
        nomen_model: str,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self._body = body
        self._headers = [
            (b"content-length", b"%d" % len(body)),
            (b"content-type", self.content_type),
            (b"server-timing", server_timing.encode()),
            (b"nomen-model", nomen_model.encode()),
        ]
        if headers:
            self._headers += [(key.encode(), value.encode()) for key, value in headers.items()]

    async def __call__(self, _scope: Scope, _receive: Receive, send: Send) -> None:
        """Send the response."""
        await send({"type": "http.response.start", "status": 200, "headers": self._headers})
        await send({"type": "http.response.body", "body": self._body})


class TextResponse(JsonResponse):
    """A response with a plain text and the headers of an answer."""

    content_type = b"text/plain; charset=utf-8"


Handler = Callable[[Request, Any], Awaitable[ASGIApp]]
"""Answers a request, given its checked body."""


class JsonEndpoint:
    """An ASGI app that reads and checks a body, calls a handler and sends its response.

    Args:
        handler: The annotation of its parameter `body` says what the body must be.
        options: The options that the URL may have. None leaves the query of the URL unread.
        takes_text: Whether the body may be a plain text instead of a JSON object with `text`.
        needs_engine: Whether the handler needs the engine. If so, a request is refused unread
            where the queue has no room for what its head announces.
    """

    def __init__(
        self,
        handler: Handler,
        *,
        options: Sequence[str] | None = None,
        takes_text: bool = False,
        needs_engine: bool = True,
    ) -> None:
        self._handler = handler
        self._body_type = get_type_hints(handler, include_extras=True)["body"]
        self._body: TypeAdapter[Any] = TypeAdapter(self._body_type)
        self._options = options
        self._media_types = (JSON, PLAIN_TEXT) if takes_text else (JSON,)
        self._needs_engine = needs_engine

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request.

        Raises:
            RequestError: When the body is too large, is not what its media type says, or fails its
                checks.
            QueueFullError: When the queue has no room for it.
        """
        headers = dict(scope["headers"])
        is_text = media_type(headers, self._media_types) == PLAIN_TEXT
        options: dict[str, object] = {}
        if self._options is not None and scope["query_string"]:
            options = read_options(scope["query_string"], self._options)
        lifecycle: Lifecycle = scope["app"].state.lifecycle
        max_bytes = lifecycle.settings.max_body_bytes
        announced = announced_bytes(headers, max_bytes=max_bytes)
        runner = lifecycle.runner if self._needs_engine else None
        if runner is not None:
            await runner.admission.admit(announced, client=scope.get("client"))
        content = await read_body(receive, max_bytes=max_bytes)
        read = partial(self._read, content, options, is_text=is_text)
        num_bytes = len(content)
        is_large = num_bytes >= LARGE_BYTES
        checked = await _aside(read, runner, num_bytes) if is_large else read()
        response = await self._handler(Request(scope, receive), checked)
        if runner is not None:
            num_tokens = scope["state"]["access_record"].num_tokens
            runner.admission.observe(num_bytes=num_bytes, num_tokens=num_tokens)
        await response(scope, receive, send)

    def _read(self, content: bytes, options: Mapping[str, object], *, is_text: bool) -> object:
        """Parse and check a body."""
        value = {"text": decode_text(content)} if is_text else parse_json(content)
        return self._check(value, options)

    def _check(self, value: object, options: Mapping[str, object]) -> object:
        """Check a body, then again with the options of the URL."""
        checked = self._validate(value)
        if not (options and isinstance(value, dict)):
            return checked
        for name in (name for name in options if name in value):
            detail = f"query parameter {name}: expected once, in the URL or the body"
            raise RequestError(DUPLICATE_FIELD, detail, pointer=f"/{name}")
        try:
            return self._validate({**value, **options})
        except RequestError as error:
            raise in_query(error, options) from error

    def _validate(self, value: object) -> object:
        try:
            return self._body.validate_python(value, from_attributes=True)  # as FastAPI does
        except ValidationError as error:
            errors = error.errors(include_url=False, include_input=False)
            raise to_problem(errors, self._body_type) from error


async def _aside(
    read: Callable[[], object], runner: DocumentRunner | None, num_bytes: int
) -> object:
    """Read a large body in a thread, with room held for its tokens."""
    if runner is None:
        return await asyncio.to_thread(read)
    with runner.admission.reserve(num_bytes):
        return await runner.in_thread(read)
