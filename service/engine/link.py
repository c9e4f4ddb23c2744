"""The service's end of a connection to an engine: sends sentences, reads what came of them."""

import asyncio
import socket
from collections import deque
from collections.abc import Callable, Sequence
from itertools import accumulate, pairwise
from typing import Any, NamedTuple, Self

import numpy as np

from nomen.model.windows import WindowProbabilities
from nomen.service.engine.framing import FrameBuffer, write_frame
from nomen.service.engine.inference import BatchStatistics, InferenceResult, Sentences
from nomen.service.engine.model_facts import ServedModel
from nomen.service.errors import EngineEndedError, EngineError, RefusedError


class Greeting(NamedTuple):
    """What an engine says first.

    Attributes:
        models: What it has loaded, in the order that readers count.
        pid: The id of its process.
    """

    models: list[ServedModel]
    pid: int


class EngineLink(asyncio.Protocol):
    """A connection; every frame sent gets one answer, in the same order.

    Attributes:
        lost: Done once the connection has ended, for whatever reason.
    """

    def __init__(self) -> None:
        loop = asyncio.get_running_loop()
        self._loop = loop
        self._buffer = FrameBuffer()
        self._transport: asyncio.WriteTransport | None = None
        self._greeting: asyncio.Future[Any] = loop.create_future()
        self._asked: deque[tuple[asyncio.Future[Any], Callable[[Any], Any]]] = deque()
        self._asked.append((self._greeting, dict))
        self.lost: asyncio.Future[None] = loop.create_future()

    @classmethod
    async def open(cls, connection: socket.socket) -> Self:
        """Take over a socket whose other end the engine has, or will have."""
        _, link = await asyncio.get_running_loop().create_unix_connection(cls, sock=connection)
        return link

    @property
    def is_open(self) -> bool:
        """Whether the engine can be asked."""
        return self._transport is not None

    async def greeting(self) -> Greeting:
        """Wait until the engine has loaded and self-tested its bundles.

        Raises:
            RefusedError: When the bundle or the device cannot be used.
            EngineEndedError: When the engine ends first.
        """
        found = await self._greeting
        if "refusal" in found:
            raise RefusedError(found["refusal"])
        models = [ServedModel.model_validate(each) for each in found["models"]]
        return Greeting(models, found["pid"])

    def run(
        self, sentences: Sentences, readers: Sequence[int] = ()
    ) -> asyncio.Future[InferenceResult]:
        """Queue sentences; see `Inference`.

        A failed pass gives an EngineError, and the engine's log says more. An engine that ends
        gives an EngineEndedError.
        """
        answer: asyncio.Future[InferenceResult] = self._loop.create_future()
        if self._transport is None:
            answer.set_exception(EngineEndedError())
        else:
            self._asked.append((answer, lambda found: _read(found, sentences)))
            self._transport.write(write_frame((sentences, readers)))
        return answer

    def close(self) -> None:
        """Close the connection once all is sent."""
        if self._transport is not None:
            self._transport.close()

    def abort(self) -> None:
        """Close the connection at once; those who wait get an EngineEndedError."""
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin; asyncio calls this."""
        self._transport = transport  # type: ignore[assignment]  # a stream's can write

    def data_received(self, data: bytes) -> None:
        """Give out answers; asyncio calls this."""
        for value in self._buffer.add(data):
            answer, read = self._asked.popleft()
            if not answer.done():
                try:
                    answer.set_result(read(value))
                except EngineError as error:
                    answer.set_exception(error)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002  # asyncio's signature
        """Tell all who wait; asyncio calls this."""
        self._transport = None
        for answer, _ in self._asked:
            if not answer.done():
                answer.set_exception(EngineEndedError())
        self.lost.set_result(None)


def _read(found: Any, sentences: Sentences) -> InferenceResult:  # noqa: ANN401  # a frame
    if found is None:
        raise EngineError("the engine failed; its log line says where")
    batches, seconds, num_lowered, names, begins = found
    name, begin = (np.frombuffer(values, dtype=np.float32) for values in (names, begins))
    ends = accumulate(map(len, sentences), initial=0)
    outputs = [WindowProbabilities(name[i:j], begin[i:j]) for i, j in pairwise(ends)]
    statistics = [BatchStatistics(*each) for each in batches]
    return InferenceResult(outputs, statistics, seconds, num_lowered)
