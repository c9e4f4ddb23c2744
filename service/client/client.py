"""Client: calls a service from Python. `async_client.py` has the same for asyncio."""

import ssl
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
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
from nomen.service.client.threads import iterate

T = TypeVar("T")


class Client:
    """Calls a service. Threads may share a client; it keeps its connections open.

    Every call is tried again where the service has no room (429) or is not ready (503), as long as
    its timeout allows, and where the connection failed.

    Args:
        base_url: Where the service is.
        api_key: Sent as `Authorization: Bearer`.
        timeout: Seconds for a call, all tries counted; each method takes another.
        ssl_context: How to check the service's certificate; the system's way if None.
        transport: How to send requests, for tests and for proxies of your own.
    """

    def __init__(
        self,
        base_url: str = DEFAULT_URL,
        *,
        api_key: str | None = None,
        timeout: float = DEFAULT_TIMEOUT_SECONDS,
        ssl_context: ssl.SSLContext | None = None,
        transport: httpx2.BaseTransport | None = None,
    ) -> None:
        self._address = Address(base_url=base_url, api_key=api_key, ssl_context=ssl_context)
        self._timeout = timeout
        self._limits: Limits | None = None
        self._http = httpx2.Client(
            base_url=base_url,
            headers=self._address.headers,
            verify=True if ssl_context is None else ssl_context,
            transport=transport,
        )

    def model(self, *, timeout: float | None = None) -> Model:
        """Ask what is served, and within which limits."""
        return self._call(model_call(), timeout)

    def models(self, *, timeout: float | None = None) -> list[ListedModel]:
        """Ask which bundles are served, with their languages."""
        return self._call(models_call(), timeout)

    def tag(
        self, document: Document, *, timeout: float | None = None, **options: Unpack[TagOptions]
    ) -> Tagged:
        """Tag one document.

        Args:
            document: A text, a token list, or a mapping with `text` or `tokens`.
            timeout: Seconds for this call, all tries counted.
            options: `language`, `threshold`, `offset_unit`, `fields`, `consistent`, `allow`,
                `deny`, `fold_case`.

        Raises:
            ClientError: When there is no answer.
            DocumentError: When it is no document.
        """
        return self._call(tag_call(document, options), timeout)

    def tag_batch(
        self,
        documents: Iterable[Document],
        *,
        timeout: float | None = None,
        **options: Unpack[TagOptions],
    ) -> Iterator[Tagged | Refused]:
        """Tag any number of documents, lazily and in their order.

        Args:
            documents: Documents as for `tag`; mappings may have an `id`.
            timeout: Seconds for each batch, all tries counted.
            options: As for `tag`.

        Raises:
            ClientError: When there is no answer.
            DocumentError: When one is no document.
        """
        return self._batches(documents, partial(tag_batch_call, options), timeout)

    def redact(
        self, text: str, *, timeout: float | None = None, **options: Unpack[RedactOptions]
    ) -> Redacted:
        """Redact one text.

        Args:
            text: The text.
            timeout: Seconds for this call, all tries counted.
            options: `operator`, `with_originals`, and those of `tag` but `fields`.

        Raises:
            ClientError: When there is no answer.
            DocumentError: When it is no text.
        """
        return self._call(redact_call(text, options), timeout)

    def redact_batch(
        self,
        texts: Iterable[Document],
        *,
        timeout: float | None = None,
        **options: Unpack[RedactOptions],
    ) -> Iterator[Redacted | Refused]:
        """Redact any number of texts, lazily and in their order; arguments as for `tag_batch`.

        Raises:
            ClientError: When there is no answer, or when the texts are more than one batch and the
                operator's scope is a batch.
            DocumentError: When one is no document.
        """
        make_call = partial(redact_batch_call, options)
        return self._batches(texts, make_call, timeout, is_whole=has_batch_scope(options))

    def stream(
        self,
        documents: Iterable[Document],
        *,
        timeout: float | None = None,
        **options: Unpack[TagOptions],
    ) -> Generator[Tagged | Refused, None, None]:
        """Tag documents while they still come, in one stream and in their order.

        Answers come while the next documents are awaited; a thread takes them, up to 2,000 before
        their answers. Where the service ends the stream or the connection is lost, the client goes
        on with another.

        Args:
            documents: Documents as for `tag`; other members of mappings come back as `record`.
            timeout: Seconds to wait for the next answer, all tries counted.
            options: As for `tag`.

        Raises:
            ClientError: When an answer does not come.
            DocumentError: When one is no document.
        """
        check_documents(documents)
        return iterate(
            tag_stream(self._address, options, seconds=self._seconds(timeout)).run, documents
        )

    def redact_stream(
        self,
        texts: Iterable[Document],
        *,
        timeout: float | None = None,
        **options: Unpack[RedactOptions],
    ) -> Generator[Redacted | Refused, None, None]:
        """Redact texts while they still come, in one stream; as `stream`.

        Where the operator's scope is a batch, the stream is one batch: the client does not go on
        with another.

        Raises:
            ClientError: When an answer does not come.
            DocumentError: When one is no document.
        """
        check_documents(texts)
        return iterate(
            redact_stream(self._address, options, seconds=self._seconds(timeout)).run, texts
        )

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _batches(
        self,
        documents: Iterable[Document],
        make_call: Callable[[Sequence[bytes]], Call[list[T]]],
        timeout: float | None,
        *,
        is_whole: bool = False,
    ) -> Iterator[T]:
        check_documents(documents)
        batches = Batches(self._known_limits(timeout), make_call, is_whole=is_whole)
        for document in documents:
            for call in batches.add(document):
                yield from self._call(call, timeout)
        for call in batches.rest():
            yield from self._call(call, timeout)

    def _seconds(self, timeout: float | None) -> float:
        return self._timeout if timeout is None else timeout

    def _known_limits(self, timeout: float | None) -> Limits:
        if self._limits is None:
            self._limits = self.model(timeout=timeout).limits
        return self._limits

    def _call(self, call: Call[T], timeout: float | None) -> T:
        """Do what `attempts` says."""
        steps = attempts(call, timeout_seconds=self._seconds(timeout))
        back: Reply | Fault | None = None
        while True:
            try:
                step = steps.send(back)
            except StopIteration as end:
                answer: T = end.value
                return answer
            back = self._do(step)

    def _do(self, step: Send | Pause) -> Reply | Fault | None:
        if isinstance(step, Pause):
            time.sleep(step.seconds)  # noqa: TID251  # as long as the service asked
            return None
        try:
            answer = self._http.request(
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
