"""Runs windows in a process of its own, which has the engine; knows no queue.

The event loop's Python and that of the engine then never wait for each other's lock, and a request
costs its thread a third less. The process ends when this one does: its socket closes.
"""

import asyncio
import socket
import sys
from collections import deque
from collections.abc import Callable, Sequence
from itertools import accumulate, pairwise
from typing import Any, TypeVar

import numpy as np

from nomen.model.documents import Window, WindowProbabilities
from nomen.service.engine.framing import FrameBuffer, write_frame
from nomen.service.engine.inference import Inferred, Pass
from nomen.service.engine.model_facts import ServedModel
from nomen.service.errors import EngineEndedError, EngineError, RefusedError
from nomen.service.settings import Settings

T = TypeVar("T")

PATIENCE_SECONDS = 1.0
"""A process that goes on for longer after its socket was closed is killed."""


class InferenceProcess:
    """The engine's process, as its owner sees it; `start` makes one.

    Attributes:
        pid: The process's id.
        ended: Is done with the exit code when the process has ended, for whatever reason.
    """

    def __init__(self, process: asyncio.subprocess.Process, link: "_Link") -> None:
        self.pid = process.pid
        self._process = process
        self.ended = asyncio.create_task(process.wait(), name="engine")
        self._link = link

    @classmethod
    async def start(cls, settings: Settings) -> "tuple[InferenceProcess, ServedModel]":
        """Start the process and wait until it has loaded and proven what the settings name.

        Raises:
            RefusedError: When the bundle or the device is not to be had.
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
                start_new_session=True,  # a terminal's Ctrl-C is for us to act on
            )
        loop = asyncio.get_running_loop()
        _, link = await loop.create_unix_connection(_Link, sock=ours)
        started = cls(process, link)
        try:
            found = await link.ask(settings.model_dump(mode="json"), dict)
        except BaseException:
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

    def run(self, windows: Sequence[Window]) -> asyncio.Future[Inferred]:
        """Run windows; see `Inference`.

        What is told of a failure: EngineError, the log has more; or EngineEndedError.
        """
        tokens = [window.tokens for window in windows]
        return self._link.ask(tokens, lambda found: _read(found, tokens))

    async def close(self) -> None:
        """Close the socket, which ends the process; see `Inference`."""
        self._link.close()
        await asyncio.wait({self.ended}, timeout=PATIENCE_SECONDS)
        if not self.ended.done():  # it is in the midst of a pass that nobody waits for
            self._process.kill()
            await self.ended


def _read(found: Any, sentences: Sequence[Sequence[str]]) -> Inferred:  # noqa: ANN401  # a frame
    if found is None:
        raise EngineError("the engine failed; its own log line tells where")
    passes, seconds, names, begins = found
    name, begin = (np.frombuffer(values, dtype=np.float32) for values in (names, begins))
    ends = accumulate(map(len, sentences), initial=0)
    outputs = [WindowProbabilities(name[i:j], begin[i:j]) for i, j in pairwise(ends)]
    return Inferred(outputs, [Pass(*numbers) for numbers in passes], seconds)


class _Link(asyncio.Protocol):
    """Our end of the socket: frames out, and as many frames in, in the same order."""

    def __init__(self) -> None:
        self._buffer = FrameBuffer()
        self._asked: deque[tuple[asyncio.Future[Any], Callable[[Any], Any]]] = deque()
        self._loop = asyncio.get_running_loop()
        self._transport: asyncio.WriteTransport | None = None

    @property
    def is_open(self) -> bool:
        return self._transport is not None

    def ask(self, value: object, read: Callable[[Any], T]) -> asyncio.Future[T]:
        """Send a value; give what `read` makes of the answer."""
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
