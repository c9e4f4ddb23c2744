"""A worker's link to its supervisor, and so to the other workers."""

import asyncio
import os
import signal
import socket
from collections.abc import Callable, Mapping
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.reduction import send_handle
from typing import Any

from nomen.service.errors import LOADING, RequestError
from nomen.service.telemetry.snapshots import Snapshot
from nomen.service.workers.messages import (
    Answer,
    Ask,
    Deliver,
    Failed,
    Join,
    Loaded,
    Message,
    Question,
    State,
)

PATIENCE_SECONDS = 3.0
"""More than the supervisor waits for the other workers."""


class Siblings:
    """The other workers, as one worker sees them; for use by its event loop.

    Args:
        connection: The worker's end of the pipe.
        is_first: Whether it is the first worker, which speaks for all where one line is enough.
    """

    def __init__(self, connection: "Connection[Message, Message]", *, is_first: bool) -> None:
        self.is_first = is_first
        self._connection = connection
        self._answers: Mapping[Question, Callable[[], object]] = {}
        self._on_signal: Callable[[int], None] = lambda _signal: None
        self._asked: dict[int, asyncio.Future[Any]] = {}
        self._num_asked = 0

    def attach(
        self,
        *,
        state: Callable[[], State],
        snapshot: Callable[[], Snapshot],
        on_signal: Callable[[int], None],
    ) -> None:
        """Listen to the supervisor on the running event loop.

        Args:
            state: Tells how this worker is.
            snapshot: Reads its metrics.
            on_signal: Called with each signal that the supervisor has got, and with SIGINT when
                the supervisor has ended.
        """
        self._answers = {"state": state, "metrics": snapshot}
        self._on_signal = on_signal
        asyncio.get_running_loop().add_reader(self._connection.fileno(), self._receive)
        # uvloop makes it non-blocking, and the end of a long message may come after its beginning.
        os.set_blocking(self._connection.fileno(), True)

    def say_loaded(self) -> None:
        """Tell that the bundle is loaded."""
        self._send(Loaded())

    def say_failed(self, message: str, *, has_ended: bool) -> None:
        """Tell why this worker cannot serve."""
        self._send(Failed(message, has_ended))

    def send_to_engine(self, connection: socket.socket) -> None:
        """Have the shared engine get one end of a connection; see `Join`."""
        with suppress(OSError):  # the supervisor has ended, which `_receive` will see
            self._connection.send(Join())
            send_handle(self._connection, connection.fileno(), None)

    def tell_others(self, number: int) -> None:
        """Have all other workers behave as if they had got a signal."""
        self._send(Deliver(number))

    async def metrics(self) -> bytes:
        """Give the metrics of all workers, added up, in Prometheus' text format.

        Raises:
            RequestError: When the supervisor does not answer.
        """
        found: bytes = await self._ask("metrics")
        return found

    async def check_ready(self) -> None:
        """Check that all workers are ready.

        Raises:
            RequestError: When one is not, does not answer, or is being replaced.
        """
        if not await self._ask("state"):
            raise RequestError(LOADING, "a worker is loading, or does not answer")

    async def _ask(self, question: Question) -> Any:  # noqa: ANN401  # the answer to the question
        self._num_asked += 1
        number = self._num_asked
        answer = self._asked[number] = asyncio.get_running_loop().create_future()
        self._send(Ask(number, question))
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                return await answer
        except TimeoutError as error:
            raise RequestError(LOADING, "the supervisor does not answer") from error
        finally:
            del self._asked[number]

    def _send(self, message: Message) -> None:
        try:
            self._connection.send(message)
        except OSError:  # the supervisor has ended, which `_receive` will see
            return

    def _receive(self) -> None:
        try:
            message = self._connection.recv()
        except (EOFError, OSError):
            asyncio.get_running_loop().remove_reader(self._connection.fileno())
            self._on_signal(signal.SIGINT)
            return
        match message:
            case Ask(number, question):
                self._send(Answer(number, self._answers[question]()))
            case Answer(number, value) if number in self._asked:
                if not self._asked[number].done():
                    self._asked[number].set_result(value)
            case Deliver(number):
                self._on_signal(number)
