"""The engine's process as the service sees it: starts it, sends it sentences, reads its results.

In a process of its own, the engine never competes with the event loop for Python's global lock. The
process ends with the service, because its socket closes.
"""

import asyncio
import socket
import sys
from collections import deque
from collections.abc import Callable
from itertools import accumulate, pairwise
from typing import Any, TypeVar

import numpy as np

from nomen.model.windows import WindowProbabilities
from nomen.service.engine.framing import FrameBuffer, write_frame
from nomen.service.engine.inference import BatchStatistics, InferenceResult, Sentences
from nomen.service.engine.model_facts import ServedModel
from nomen.service.errors import EngineEndedError, EngineError, RefusedError
from nomen.service.settings import Settings

T = TypeVar("T")

EXIT_DEADLINE_SECONDS = 1.0
"""A process that has not ended this long after its socket closed is killed."""


class InferenceProcess:
    """A running engine process; `start` makes one.

    Attributes:
        pid: The process's id.
        ended: Done with the exit code once the process has ended, for whatever reason.
    """

    def __init__(self, process: asyncio.subprocess.Process, link: "_Link") -> None:
        self.pid: int | None = process.pid
        self._process = process
        self.ended = asyncio.create_task(process.wait(), name="engine")
        self._link = link

    @classmethod
    async def start(cls, settings: Settings) -> "tuple[InferenceProcess, ServedModel]":
        """Start the process and wait until it has loaded and self-tested the bundle.

        Raises:
            RefusedError: When the bundle or the device cannot be used.
            EngineEndedError: When the process ends first.
        """
        ours, theirs = socket.socketpair()
        with theirs:
            command = [
                sys.executable,
                "-P",
                "-m",
                "nomen.service.engine.worker",
                str(theirs.fileno()),
            ]
            process = await asyncio.create_subprocess_exec(
                *command,
                stdin=asyncio.subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                start_new_session=True,  # a terminal's Ctrl-C goes to the service alone
            )
        loop = asyncio.get_running_loop()
        _, link = await loop.create_unix_connection(_Link, sock=ours)
        started = cls(process, link)
        try:
            found = await link.ask(settings.model_dump(mode="json"), dict)
        except BaseException:
            started.kill()  # there is nothing to finish
            await started.close()
            raise
        if "refusal" in found:
            await started.close()
            raise RefusedError(found["refusal"])
        return started, ServedModel.model_validate(found["model"])

    @property
    def is_alive(self) -> bool:
        """Whether the process runs; see `Inference`."""
        return self._link.is_open

    def run(self, sentences: Sentences) -> asyncio.Future[InferenceResult]:
        """Queue sentences; see `Inference`.

        A failed pass gives an EngineError, and the engine's log says more. A process that ends
        gives an EngineEndedError.
        """
        return self._link.ask(sentences, lambda found: _read(found, sentences))

    async def until_ended(self) -> int:
        """Wait until the process has ended; give its exit code, negative for a signal."""
        return await asyncio.shield(self.ended)

    def kill(self) -> None:
        """Kill the process; see `RunningInference`."""
        if not self.ended.done():
            self._process.kill()
        self._link.abort()

    async def close(self) -> None:
        """Close the socket, which ends the process; see `Inference`."""
        self._link.close()
        await asyncio.wait({self.ended}, timeout=EXIT_DEADLINE_SECONDS)
        if not self.ended.done():  # it is still in a forward pass
            self.kill()
            await asyncio.wait({self.ended}, timeout=EXIT_DEADLINE_SECONDS)  # a driver may hold it


def _read(found: Any, sentences: Sentences) -> InferenceResult:  # noqa: ANN401  # a frame
    if found is None:
        raise EngineError("the engine failed; its log line says where")
    batches, seconds, num_lowered, names, begins = found
    name, begin = (np.frombuffer(values, dtype=np.float32) for values in (names, begins))
    ends = accumulate(map(len, sentences), initial=0)
    outputs = [WindowProbabilities(name[i:j], begin[i:j]) for i, j in pairwise(ends)]
    statistics = [BatchStatistics(*each) for each in batches]
    return InferenceResult(outputs, statistics, seconds, num_lowered)


class _Link(asyncio.Protocol):
    """The service's end of the socket; every frame sent gets one answer, in the same order."""

    def __init__(self) -> None:
        self._buffer = FrameBuffer()
        self._asked: deque[tuple[asyncio.Future[Any], Callable[[Any], Any]]] = deque()
        self._loop = asyncio.get_running_loop()
        self._transport: asyncio.WriteTransport | None = None

    @property
    def is_open(self) -> bool:
        return self._transport is not None

    def ask(self, value: object, read: Callable[[Any], T]) -> asyncio.Future[T]:
        """Send a value; the future gets what `read` makes of the answer."""
        answer: asyncio.Future[T] = self._loop.create_future()
        if self._transport is None:
            answer.set_exception(EngineEndedError())
        else:
            self._asked.append((answer, read))
            self._transport.write(write_frame(value))
        return answer

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()

    def abort(self) -> None:
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport  # type: ignore[assignment]  # a stream's can write

    def data_received(self, data: bytes) -> None:
        for value in self._buffer.add(data):
            answer, read = self._asked.popleft()
            if not answer.done():
                try:
                    answer.set_result(read(value))
                except EngineError as error:
                    answer.set_exception(error)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002  # asyncio's signature
        self._transport = None
        for answer, _ in self._asked:
            if not answer.done():
                answer.set_exception(EngineEndedError())
