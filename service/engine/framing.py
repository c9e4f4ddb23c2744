"""Framing between the service and its engine's process: plain values over a socket pair.

A frame is the length of its content, 4 bytes big-endian, and one value written by `marshal`, the
fastest format of the standard library for lists of strings. `marshal` is safe here: both ends are
the same interpreter under the same user, and nobody else can write to the socket.
"""

import marshal
import socket
import struct
from collections.abc import Iterator
from typing import Any

LOADED, REFUSED = b"+", b"-"
"""What an engine says at its door, without a frame."""
_LENGTH = struct.Struct("!I")


def write_frame(value: Any) -> bytes:  # noqa: ANN401  # marshal refuses what it cannot write
    """Give the bytes of a frame; the value is made of None, numbers, strings, bytes and lists."""
    content = marshal.dumps(value)
    return _LENGTH.pack(len(content)) + content


def read_frame(connection: socket.socket) -> Any | None:  # noqa: ANN401  # whatever was written
    """Wait for a frame and give its value; None when the other end closes the socket before.

    Nothing beyond the frame is read.
    """
    head = connection.recv(_LENGTH.size, socket.MSG_WAITALL)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    content = connection.recv(length, socket.MSG_WAITALL)
    return marshal.loads(content) if len(content) == length else None  # noqa: S302  # our own process


class FrameBuffer:
    """Joins frames from the pieces that a socket gives."""

    def __init__(self) -> None:
        self._received = bytearray()

    def add(self, piece: bytes) -> Iterator[Any]:
        """Add a piece and give the values of the frames that are now complete."""
        self._received += piece
        while len(self._received) >= _LENGTH.size:
            (length,) = _LENGTH.unpack_from(self._received)
            end = _LENGTH.size + length
            if len(self._received) < end:
                return
            content = bytes(self._received[_LENGTH.size : end])
            del self._received[:end]
            yield marshal.loads(content)  # noqa: S302  # our own process
