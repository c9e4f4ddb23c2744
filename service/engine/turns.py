"""The engine's end of its connections: those who ask it take turns.

Each turn is what one of them sent at once. Who asks much waits for itself, not the others for it.
One that neither reads nor sends on, like a process that is stopped, holds up nobody.
"""

import socket
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from selectors import EVENT_READ, EVENT_WRITE, DefaultSelector
from typing import Any

from nomen.service.engine.framing import FrameBuffer, write_frame

PIECE_BYTES = 262_144
"""Most bytes that are read at once."""

Answer = Callable[[Any], Any]
"""Gives the value of the frame that answers a frame."""


class Connection:
    """A service process that asks the engine.

    Args:
        end: The engine's end of a socket pair.

    Attributes:
        end: As given.
        asked: The values of the frames that have no answer yet.
        is_open: Whether there is somebody at the other end.
    """

    def __init__(self, end: socket.socket) -> None:
        end.setblocking(False)  # noqa: FBT003  # as the socket has it
        self.end = end
        self.asked: deque[Any] = deque()
        self.is_open = True
        self._received = FrameBuffer()
        self._unsent = b""

    @property
    def events(self) -> int:
        """What the connection waits for."""
        return EVENT_READ | EVENT_WRITE if self._unsent else EVENT_READ

    def receive(self) -> None:
        """Read what has come."""
        try:
            piece = self.end.recv(PIECE_BYTES)
        except BlockingIOError:
            return
        except OSError:
            piece = b""
        self.is_open = bool(piece)
        self.asked += self._received.add(piece)

    def send(self, content: bytes = b"") -> None:
        """Write what the other end takes now of this and of what is left of the last answers."""
        self._unsent += content
        try:
            num_sent = self.end.send(self._unsent)
        except BlockingIOError:
            num_sent = 0
        except OSError:
            self.is_open = False
            return
        self._unsent = self._unsent[num_sent:]


class Turns:
    """Answers the frames of all connections.

    Args:
        door: Each byte that comes out of it brings a connection.
        greeting: The value of the first frame of each connection.
        answer: Answers a frame.
    """

    def __init__(self, door: socket.socket, *, greeting: object, answer: Answer) -> None:
        self._door = door
        self._greeting = write_frame(greeting)
        self._answer = answer
        self._is_door_open = True
        self._connections: deque[Connection] = deque()
        self._selector = DefaultSelector()
        self._selector.register(door, EVENT_READ)

    def run(self) -> None:
        """Answer until the door is closed and no connection is left."""
        with self._selector:
            while self._is_door_open or self._connections:
                self._look()
                self._answer_next()

    def _look(self) -> None:
        """Read and write what can be; wait for it only where nothing is to be answered."""
        has_work = any(each.asked for each in self._connections)
        for key, events in self._selector.select(0 if has_work else None):
            if key.fileobj is self._door:
                self._let_in()
                continue
            connection: Connection = key.data
            if events & EVENT_READ:
                connection.receive()
            if events & EVENT_WRITE:
                connection.send()
            self._settle(connection)

    def _let_in(self) -> None:
        byte, ends = b"", list[int]()
        with suppress(OSError):
            byte, ends, *_ = socket.recv_fds(self._door, 1, 1)
        for end in ends:
            connection = Connection(socket.socket(fileno=end))
            self._connections.append(connection)
            self._selector.register(connection.end, EVENT_READ, connection)
            connection.send(self._greeting)
            self._settle(connection)
        if not byte:
            self._selector.unregister(self._door)
            self._is_door_open = False

    def _answer_next(self) -> None:
        for _ in range(len(self._connections)):
            connection = self._connections[0]
            self._connections.rotate(-1)
            if connection.asked:
                connection.send(write_frame(self._answer(connection.asked.popleft())))
                self._settle(connection)
                return

    def _settle(self, connection: Connection) -> None:
        """Forget a connection that has ended, or wait for what it waits for now."""
        if not connection.is_open:
            self._selector.unregister(connection.end)
            self._connections.remove(connection)
            connection.end.close()
        elif self._selector.get_key(connection.end).events != connection.events:
            self._selector.modify(connection.end, connection.events, connection)
