"""One stream: reads lines while their answers are written, in their order and in bounded memory.

Two tasks share the work. One reads: it cuts what comes into groups of lines and has each answered.
It reads on only while few groups are in flight, so a client that does not read its answers stops
the reading of what it sends. The other task writes the answers of each group, the oldest first.
"""

import asyncio
from collections.abc import Iterable, Iterator
from typing import NamedTuple, Protocol

from nomen.service.documents.answers import dump_json
from nomen.service.errors import (
    DRAINING,
    STREAM_IDLE,
    AbandonedError,
    ClosedError,
    EngineEndedError,
    RequestError,
    to_request_error,
)
from nomen.service.streams.lines import Line, LineSplitter, grouped
from nomen.service.streams.patience import Patience

GROUPS_IN_FLIGHT = 3
"""Groups that are read and not yet written: one in the engine, one before it, one after it."""
PIECE_BYTES = 65_536
"""Most bytes that are written at once; a client must have read some of them before the next."""
STOPPING_SECONDS = 5.0
"""How long a client may take to read once the service stops."""


class LeftError(Exception):
    """The client has left."""


class EndError(Exception):
    """The stream ends before its client ends it; `line` is the last answer."""

    def __init__(self, error: RequestError, *, number: int | None = None) -> None:
        super().__init__(error.detail)
        place = {} if number is None else {"line": number}
        self.line = dump_json({**place, "error": error.to_json()}) + b"\n"
        self.error = error


class Client(Protocol):
    """The other end of a stream."""

    async def start(self) -> None:
        """Begin the answer."""

    async def read(self) -> bytes | None:
        """Give the next bytes that the client sent, None at their end; LeftError if it has left."""

    async def write(self, data: bytes) -> None:
        """Send bytes; wait first while many are on their way."""


class Answers(Protocol):
    """Answers the lines of a stream."""

    def begin(self, line: Line) -> bool:
        """Look at the first line; tell whether it was for the stream, and no record.

        Raises:
            EndError: When nothing can be answered after it.
        """

    async def answer(self, lines: list[Line]) -> bytes:
        """Give the answers to a group of lines."""


class Group(NamedTuple):
    """A group of lines that is being answered."""

    answers: asyncio.Task[bytes]
    num_slots: int


class Stream:
    """Answers the lines of one client.

    Args:
        client: Sends lines and reads their answers.
        answers: Answers groups of lines.
        max_line_bytes: Most bytes of a line.
        max_group_bytes: Most bytes of a group of several lines.
        idle_seconds: How long to wait for the client, to send or to read.
        stopping: Set when the service stops.

    Attributes:
        stopping: As given.
    """

    def __init__(
        self,
        client: Client,
        answers: Answers,
        *,
        max_line_bytes: int,
        max_group_bytes: int,
        idle_seconds: float,
        stopping: asyncio.Event,
    ) -> None:
        self._client, self._answers = client, answers
        self._splitter = LineSplitter(max_bytes=max_line_bytes)
        self._max_group_bytes = max_group_bytes
        self._reading, self._writing = Patience(idle_seconds), Patience(idle_seconds)
        self.stopping = stopping
        self._has_begun = False
        self._free_slots = asyncio.Semaphore(GROUPS_IN_FLIGHT)
        self._in_flight: list[Group] = []
        self._groups: asyncio.Queue[Group | None] = asyncio.Queue()

    async def run(self) -> None:
        """Answer all lines.

        Raises:
            EndError: When the stream had to end before its client ended it.
            LeftError: When the client has left, or has not read for too long.
        """
        reading = asyncio.create_task(self._read_groups())
        watching = asyncio.create_task(self._watch_stopping())
        try:
            await self._client.start()
            await self._write_answers()
            await reading
        except EndError as end:
            await self._write(end.line)
            raise
        except AbandonedError as error:
            raise LeftError from error
        finally:
            tasks = [reading, watching, *(group.answers for group in self._in_flight)]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _watch_stopping(self) -> None:
        await self.stopping.wait()
        self._reading.shorten(0)
        self._writing.shorten(STOPPING_SECONDS)

    def _check_stopping(self) -> None:
        if self.stopping.is_set():
            raise EndError(RequestError(DRAINING, "send the lines without an answer again"))

    async def _read_groups(self) -> None:
        """Read to the end, and put groups in flight."""
        try:
            data: bytes | None = b""
            while data is not None:
                data = await self._read()
                lines = self._splitter.end() if data is None else self._splitter.feed(data)
                for group in grouped(self._records(lines), max_bytes=self._max_group_bytes):
                    await self._answer(group)
        finally:
            self._groups.put_nowait(None)

    async def _read(self) -> bytes | None:
        """Read; the client's time counts only while none of its lines is in flight."""
        is_limited = not self._in_flight or self.stopping.is_set()
        try:
            async with self._reading.waiting(is_limited=is_limited):
                return await self._client.read()
        except TimeoutError:
            self._check_stopping()
            raise EndError(RequestError(STREAM_IDLE, "expected a line or the end")) from None

    def _records(self, lines: Iterable[Line]) -> Iterator[Line]:
        """Leave out the first line if it is for the stream."""
        for line in lines:
            is_first, self._has_begun = not self._has_begun, True
            if not (is_first and self._answers.begin(line)):
                yield line

    async def _answer(self, lines: list[Line]) -> None:
        """Have a group answered once there is room; one long line takes all slots."""
        is_long = lines[0].num_bytes > self._max_group_bytes
        num_slots = GROUPS_IN_FLIGHT if is_long else 1
        for _ in range(num_slots):
            await self._free_slots.acquire()
        self._check_stopping()
        group = Group(asyncio.create_task(self._answers.answer(lines)), num_slots)
        self._in_flight.append(group)
        self._groups.put_nowait(group)

    async def _write_answers(self) -> None:
        """Write the answers of each group until the last one that was read."""
        while (group := await self._groups.get()) is not None:
            try:
                answers = await group.answers
            except (ClosedError, EngineEndedError) as error:
                raise EndError(to_request_error(error)) from error
            await self._write(answers)
            self._in_flight.remove(group)
            for _ in range(group.num_slots):
                self._free_slots.release()
            if not self._in_flight:
                self._reading.restart()

    async def _write(self, data: bytes) -> None:
        """Write in pieces, so that a slow client is told from one that does not read at all."""
        try:
            for start in range(0, len(data), PIECE_BYTES):
                async with self._writing.waiting():
                    await self._client.write(data[start : start + PIECE_BYTES])
        except TimeoutError:
            raise LeftError from None
