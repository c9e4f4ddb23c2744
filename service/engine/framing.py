"""How the service and its engine's process talk: frames of plain values over a socket pair.

A frame is its length, 4 bytes big-endian, and a value of Python's own kinds as `marshal` writes it:
the fastest that the standard library has for lists of strings. Both ends are one interpreter and
one trust; nothing else ever reads or writes here.
"""

import marshal
import struct
from collections.abc import Iterator
from typing import Any, BinaryIO

_LENGTH = struct.Struct("!I")


def write_frame(value: Any) -> bytes:  # noqa: ANN401  # marshal refuses what it cannot write
    """Give the bytes of a frame; the value is made of None, numbers, strings, bytes and lists."""
    content = marshal.dumps(value)
    return _LENGTH.pack(len(content)) + content


def read_frame(stream: BinaryIO) -> Any | None:  # noqa: ANN401  # whatever was written
    """Wait for a frame and give its value; None when the other end has closed."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    content = stream.read(length)
    return marshal.loads(content) if len(content) == length else None  # noqa: S302  # our own process


class FrameBuffer:
    """Joins frames from the pieces that a socket gives."""

    def __init__(self) -> None:
        self._received = bytearray()

    def add(self, piece: bytes) -> Iterator[Any]:
        """Take a piece; give the values of the frames that are whole now."""
        self._received += piece
        while len(self._received) >= _LENGTH.size:
            (length,) = _LENGTH.unpack_from(self._received)
            end = _LENGTH.size + length
            if len(self._received) < end:
                return
            content = bytes(self._received[_LENGTH.size : end])
            del self._received[:end]
            yield marshal.loads(content)  # noqa: S302  # our own process
