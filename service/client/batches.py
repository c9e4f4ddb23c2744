"""Cuts any number of documents into batches that a service takes."""

from collections.abc import Callable, Iterator, Sequence
from typing import Generic, TypeVar

from nomen.service.client.calls import Call, Document, line_of
from nomen.service.client.errors import ClientError
from nomen.service.client.results import Limits

MOST_DOCUMENTS, MOST_BYTES = 200, 131_072
"""Larger batches are no faster, and they wait longer for room in the queue."""
ENVELOPE_SECONDS = 3_600.0
"""A timeout as long as can be written, to measure a request without its documents."""

T = TypeVar("T")


class Batches(Generic[T]):
    """Gathers documents into calls; a document that is too large alone has a call of its own.

    Args:
        limits: What the service takes.
        make_call: Makes a call of documents, each given as JSON.
        is_whole: Whether all documents must fit one batch.
    """

    def __init__(
        self,
        limits: Limits,
        make_call: Callable[[Sequence[bytes]], Call[list[T]]],
        *,
        is_whole: bool = False,
    ) -> None:
        self._make_call = make_call
        self._is_whole = is_whole
        envelope = make_call([]).content(timeout_seconds=ENVELOPE_SECONDS) or b""
        self._max_bytes = limits.max_body_bytes - len(envelope)
        self._max_documents = limits.max_documents
        if not is_whole:
            self._max_bytes = min(MOST_BYTES, self._max_bytes)
            self._max_documents = min(MOST_DOCUMENTS, self._max_documents)
        self._batch: list[bytes] = []
        self._num_bytes = 0

    def add(self, document: Document) -> Iterator[Call[list[T]]]:
        """Add a document; give the call for those before it if no more fit.

        Raises:
            ClientError: When all documents must fit one batch and do not.
            DocumentError: When it is no document.
        """
        line = line_of(document)
        num_bytes = len(line) + 1
        is_full = len(self._batch) == self._max_documents
        if self._batch and (is_full or self._num_bytes + num_bytes > self._max_bytes):
            if self._is_whole:
                raise ClientError("expected the texts of one scope in one batch; use redact_stream")
            yield from self.rest()
        self._batch.append(line)
        self._num_bytes += num_bytes

    def rest(self) -> Iterator[Call[list[T]]]:
        """Give the call for the last documents, if there are any."""
        if self._batch:
            yield self._make_call(self._batch)
        self._batch, self._num_bytes = [], 0
