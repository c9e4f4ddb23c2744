"""Streams documents through a service: sends them while their answers come.

What was sent and not yet answered is kept. Where the service leaves or the connection is lost, that
is sent again on a new connection, so no document is lost or answered twice.
"""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Sequence
from contextlib import aclosing
from http import HTTPStatus
from typing import Generic, TypeVar

from nomen.service.client.addresses import Address
from nomen.service.client.attempts import MOST_FAULTS, Pauses, error_of
from nomen.service.client.calls import (
    Document,
    RedactOptions,
    TagOptions,
    has_batch_scope,
    line_of,
    options_line,
    read_answer,
)
from nomen.service.client.duplex import Duplex, open_duplex
from nomen.service.client.errors import (
    AnswerError,
    BusyError,
    ClientError,
    ConnectionFailedError,
    DeadlineError,
    problem_error,
)
from nomen.service.client.results import (
    Json,
    Redacted,
    Refused,
    Tagged,
    read_entry,
    read_problem,
    read_redacted,
    read_tagged,
)

MOST_DOCUMENTS, MOST_BYTES = 2_000, 1_048_576
"""Documents that are taken before their answers have come, by number and by length."""
PIECE_BYTES = 65_536
"""Bytes after which what is sent is sent at once."""
HEADERS = {"Content-Type": "application/jsonl"}

T = TypeVar("T")
A = TypeVar("A")


class IdleError(ClientError):
    """The service has ended an idle stream; the next document needs a new one."""


class Unanswered:
    """The documents that were taken and whose answers have not come, each as a line of JSON.

    Attributes:
        has_ended: Whether no more will come.
    """

    def __init__(self) -> None:
        self.has_ended = False
        self._waiting: deque[bytes] = deque()
        self._sent: deque[bytes] = deque()
        self._num_bytes = 0
        self._has_news, self._has_room = asyncio.Event(), asyncio.Event()

    @property
    def num_sent(self) -> int:
        """How many were sent."""
        return len(self._sent)

    @property
    def is_done(self) -> bool:
        """Whether all are answered, and no more will come."""
        return self.has_ended and not self._waiting and not self._sent

    async def fill(self, documents: AsyncIterator[Document]) -> None:
        """Take documents while there is room, until their end."""
        try:
            async for document in documents:
                line = line_of(document) + b"\n"
                while self._is_full():
                    self._has_room.clear()
                    await self._has_room.wait()
                self._waiting.append(line)
                self._num_bytes += len(line)
                self._has_news.set()
        finally:
            self.has_ended = True
            self._has_news.set()

    async def until_news(self) -> None:
        """Wait for a document, or for the end."""
        if not self._waiting and not self.has_ended:
            self._has_news.clear()
            await self._has_news.wait()

    def take_piece(self) -> bytes:
        """Take lines to send; none when none wait."""
        piece = bytearray()
        while self._waiting and len(piece) < PIECE_BYTES:
            line = self._waiting.popleft()
            self._sent.append(line)
            piece += line
        return bytes(piece)

    def answered(self) -> None:
        """Forget the first that was sent.

        Raises:
            AnswerError: When none was sent.
        """
        if not self._sent:
            raise AnswerError("expected no more answers than documents")
        self._num_bytes -= len(self._sent.popleft())
        self._has_room.set()

    def send_again(self) -> None:
        """Have what was sent sent once more."""
        self._waiting.extendleft(reversed(self._sent))
        self._sent.clear()

    def _is_full(self) -> bool:
        number = len(self._waiting) + len(self._sent)
        return number >= MOST_DOCUMENTS or self._num_bytes >= MOST_BYTES


class Streaming(Generic[T]):
    """Streams documents through one route.

    Args:
        address: Where the service is.
        path: The path of the route.
        first_line: The line with the options; empty for none.
        read: Reads an answer.
        seconds: How long to wait for the next answer, all tries counted.
        is_whole: Whether all documents must go through one connection.
    """

    def __init__(
        self,
        address: Address,
        path: str,
        *,
        first_line: bytes,
        read: Callable[[Json], T],
        seconds: float,
        is_whole: bool,
    ) -> None:
        self._address, self._path = address, path
        self._first_line = first_line
        self._read = read
        self._seconds = seconds
        self._is_whole = is_whole
        self._unanswered = Unanswered()
        self._pauses = Pauses()
        self._num_faults = 0
        self._num_answers = 0
        self._waits_since: float | None = None

    async def run(
        self, documents: AsyncIterator[Document]
    ) -> AsyncGenerator[list[T | Refused], None]:
        """Give the answers in their order, those that came together as a list.

        Raises:
            ClientError: When an answer does not come.
            DocumentError: When one is no document.
        """
        filling = asyncio.create_task(self._unanswered.fill(documents))
        try:
            while not self._unanswered.is_done:
                try:
                    async with aclosing(self._connect()) as groups:
                        async for group in groups:
                            yield group
                except (BusyError, ConnectionFailedError, IdleError) as error:
                    await self._pause_after(error)
            await filling
        finally:
            filling.cancel()
            await asyncio.gather(filling, return_exceptions=True)

    async def _connect(self) -> AsyncGenerator[list[T | Refused], None]:
        """Answer as much as one connection does."""
        self._unanswered.send_again()
        await self._unanswered.until_news()
        if self._unanswered.is_done:
            return
        headers = self._address.headers | HEADERS
        async with open_duplex(self._address, self._path, headers=headers) as duplex:
            sending = asyncio.create_task(self._send(duplex))
            try:
                reply = await self._in_time(duplex.head())
                if reply.status != HTTPStatus.OK:
                    raise error_of(reply)
                rest = b""
                while (data := await self._in_time(duplex.read())) is not None:
                    *lines, rest = (rest + data).split(b"\n")
                    answers, failure = self._read_answers(lines)
                    if answers:
                        yield answers
                    if failure is not None:
                        raise failure
            finally:
                sending.cancel()
                await asyncio.gather(sending, return_exceptions=True)
        if not self._unanswered.is_done:
            raise ConnectionFailedError("the stream ended before all answers had come")

    async def _send(self, duplex: Duplex) -> None:
        if self._first_line:
            await duplex.send(self._first_line)
        while True:
            await self._unanswered.until_news()
            while piece := self._unanswered.take_piece():
                if self._waits_since is None:
                    self._waits_since = asyncio.get_running_loop().time()
                await duplex.send(piece)
            if self._unanswered.has_ended:
                await duplex.end()
                return

    def _read_answers(self, lines: Sequence[bytes]) -> tuple[list[T | Refused], ClientError | None]:
        """Read answers up to the one that ends the stream, if there is such a one."""
        answers = []
        for line in lines:
            try:
                answers.append(self._answer(line))
            except ClientError as error:
                return answers, error
        return answers, None

    def _answer(self, line: bytes) -> T | Refused:
        """Read one answer.

        Raises:
            ClientError: When it is about the stream and no document.
        """
        value = read_answer(line, dict)
        if "error" in value and (self._is_of_options(value) or "line" not in value):
            problem = read_answer(line, lambda answer: read_problem(answer["error"]))
            if problem.status == HTTPStatus.REQUEST_TIMEOUT:
                raise IdleError(problem.detail)
            raise problem_error(problem)
        answer = read_answer(line, lambda answer: read_entry(answer, self._read))
        self._unanswered.answered()
        self._num_answers += 1
        self._num_faults = self._pauses.num_pauses = 0
        loop = asyncio.get_running_loop()
        self._waits_since = loop.time() if self._unanswered.num_sent else None
        return answer

    def _is_of_options(self, value: Json) -> bool:
        return bool(self._first_line) and value.get("line") == 1

    async def _in_time(self, coming: Awaitable[A]) -> A:
        """Wait for what comes, but no longer than an answer may take.

        Raises:
            DeadlineError: When it takes longer.
        """
        task = asyncio.ensure_future(coming)
        try:
            while not task.done():
                await asyncio.wait({task}, timeout=self._seconds_left())
        finally:
            task.cancel()
        return await task

    def _seconds_left(self) -> float:
        if self._waits_since is None:
            return self._seconds
        left = self._waits_since + self._seconds - asyncio.get_running_loop().time()
        if left <= 0:
            raise DeadlineError(f"no answer within {self._seconds:g} seconds")
        return left

    async def _pause_after(self, error: ClientError) -> None:
        """Wait before the next connection, or raise the error when there is to be none."""
        if self._is_whole and self._num_answers:
            raise error
        if isinstance(error, IdleError):
            return
        self._num_faults += isinstance(error, ConnectionFailedError)
        seconds = self._pauses.next()
        if self._waits_since is None:
            self._waits_since = asyncio.get_running_loop().time()
        if self._num_faults == MOST_FAULTS or seconds >= self._seconds_left():
            raise error
        await asyncio.sleep(seconds)  # noqa: TID251  # gives the service time to come back


def tag_stream(address: Address, options: TagOptions, *, seconds: float) -> Streaming[Tagged]:
    """Make a stream that tags; `seconds` limits the wait for an answer."""
    return Streaming(
        address,
        "/v1/tag/stream",
        first_line=options_line(options),
        read=read_tagged,
        seconds=seconds,
        is_whole=False,
    )


def redact_stream(
    address: Address, options: RedactOptions, *, seconds: float
) -> Streaming[Redacted]:
    """Make a stream that redacts; `seconds` limits the wait for an answer."""
    return Streaming(
        address,
        "/v1/redact/stream",
        first_line=options_line(options),
        read=read_redacted,
        seconds=seconds,
        is_whole=has_batch_scope(options),
    )
