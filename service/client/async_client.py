"""AsyncClient: calls a service from asyncio; `client.py` has the same for threads."""

import asyncio
import ssl
from collections.abc import (
    AsyncGenerator,
    AsyncIterable,
    AsyncIterator,
    Awaitable,
    Callable,
    Iterable,
    Sequence,
)
from contextlib import aclosing
from functools import partial
from types import TracebackType
from typing import Self, TypeVar, Unpack

import httpx2

from nomen.service.client.addresses import DEFAULT_TIMEOUT_SECONDS, DEFAULT_URL, JSON, Address
from nomen.service.client.attempts import Fault, Pause, Reply, Send, attempts
from nomen.service.client.batches import Batches
from nomen.service.client.calls import (
    Call,
    Document,
    RedactOptions,
    TagOptions,
    check_documents,
    has_batch_scope,
    model_call,
    models_call,
    redact_batch_call,
    redact_call,
    tag_batch_call,
    tag_call,
)
from nomen.service.client.results import Limits, ListedModel, Model, Redacted, Refused, Tagged
from nomen.service.client.streaming import redact_stream, tag_stream

Documents = Iterable[Document] | AsyncIterable[Document]
"""Documents that come at once or by and by. An iterable that blocks would block the event loop."""

T = TypeVar("T")


class AsyncClient:
    """Calls a service. Tasks may share a client; it keeps its connections open.

    It does what `Client` does: see there for arguments, options and errors.
    """

    def __init__(
        self,
        base_url: str = DEFAULT_URL,
        *,
        api_key: str | None = None,
        timeout: float = DEFAULT_TIMEOUT_SECONDS,
        ssl_context: ssl.SSLContext | None = None,
        transport: httpx2.AsyncBaseTransport | None = None,
    ) -> None:
        self._address = Address(base_url=base_url, api_key=api_key, ssl_context=ssl_context)
        self._timeout = timeout
        self._limits: Limits | None = None
        self._http = httpx2.AsyncClient(
            base_url=base_url,
            headers=self._address.headers,
            verify=True if ssl_context is None else ssl_context,
            transport=transport,
        )

    def model(self, *, timeout: float | None = None) -> Awaitable[Model]:
        """Ask what is served, and within which limits."""
        return self._call(model_call(), timeout)

    def models(self, *, timeout: float | None = None) -> Awaitable[list[ListedModel]]:
        """Ask which bundles are served, with their languages."""
        return self._call(models_call(), timeout)

    def tag(
        self, document: Document, *, timeout: float | None = None, **options: Unpack[TagOptions]
    ) -> Awaitable[Tagged]:
        """Tag one document."""
        return self._call(tag_call(document, options), timeout)

    def tag_batch(
        self,
        documents: Documents,
        *,
        timeout: float | None = None,
        **options: Unpack[TagOptions],
    ) -> AsyncIterator[Tagged | Refused]:
        """Tag any number of documents, lazily and in their order."""
        return self._batches(documents, partial(tag_batch_call, options), timeout)

    def redact(
        self, text: str, *, timeout: float | None = None, **options: Unpack[RedactOptions]
    ) -> Awaitable[Redacted]:
        """Redact one text."""
        return self._call(redact_call(text, options), timeout)

    def redact_batch(
        self,
        texts: Documents,
        *,
        timeout: float | None = None,
        **options: Unpack[RedactOptions],
    ) -> AsyncIterator[Redacted | Refused]:
        """Redact any number of texts, lazily and in their order."""
        make_call = partial(redact_batch_call, options)
        return self._batches(texts, make_call, timeout, is_whole=has_batch_scope(options))

    def stream(
        self,
        documents: Documents,
        *,
        timeout: float | None = None,
        **options: Unpack[TagOptions],
    ) -> AsyncGenerator[Tagged | Refused, None]:
        """Tag documents while they still come, in one stream and in their order."""
        stream = tag_stream(self._address, options, seconds=self._seconds(timeout))
        return _flat(stream.run(_each(documents)))

    def redact_stream(
        self,
        texts: Documents,
        *,
        timeout: float | None = None,
        **options: Unpack[RedactOptions],
    ) -> AsyncGenerator[Redacted | Refused, None]:
        """Redact texts while they still come, in one stream and in their order."""
        stream = redact_stream(self._address, options, seconds=self._seconds(timeout))
        return _flat(stream.run(_each(texts)))

    async def aclose(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.aclose()

    def _seconds(self, timeout: float | None) -> float:
        return self._timeout if timeout is None else timeout

    async def _batches(
        self,
        documents: Documents,
        make_call: Callable[[Sequence[bytes]], Call[list[T]]],
        seconds: float | None,
        *,
        is_whole: bool = False,
    ) -> AsyncIterator[T]:
        if self._limits is None:
            self._limits = (await self.model(timeout=seconds)).limits
        batches = Batches(self._limits, make_call, is_whole=is_whole)
        async for document in _each(documents):
            for call in batches.add(document):
                for answer in await self._call(call, seconds):
                    yield answer
        for call in batches.rest():
            for answer in await self._call(call, seconds):
                yield answer

    async def _call(self, call: Call[T], seconds: float | None) -> T:
        """Do what `attempts` says."""
        steps = attempts(call, timeout_seconds=self._seconds(seconds))
        back: Reply | Fault | None = None
        while True:
            try:
                step = steps.send(back)
            except StopIteration as end:
                answer: T = end.value
                return answer
            back = await self._do(step)

    async def _do(self, step: Send | Pause) -> Reply | Fault | None:
        if isinstance(step, Pause):
            await asyncio.sleep(step.seconds)  # noqa: TID251  # as long as the service asked
            return None
        try:
            answer = await self._http.request(
                "GET" if step.content is None else "POST",
                step.path,
                content=step.content,
                headers=JSON,
                timeout=step.timeout_seconds,
            )
        except httpx2.TimeoutException:
            return Fault("no answer in time", is_timeout=True)
        except httpx2.TransportError as error:
            return Fault(f"no connection: {type(error).__name__}")
        return Reply(answer.status_code, answer.headers, answer.content)


async def _flat(groups: AsyncGenerator[list[T], None]) -> AsyncGenerator[T, None]:
    async with aclosing(groups):
        async for group in groups:
            for answer in group:
                yield answer


async def _each(documents: Documents) -> AsyncIterator[Document]:
    check_documents(documents)
    if isinstance(documents, AsyncIterable):
        async for document in documents:
            yield document
    else:
        for document in documents:
            yield document
