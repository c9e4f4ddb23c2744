"""Cuts the bytes of a stream into lines, and the lines into groups.

A line that is too long is noted without its content, so memory is bounded by the longest line that
is allowed.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

BOM = b"\xef\xbb\xbf"
GROUP_LINES = 64
"""Most lines of a group. Its documents share forward passes, so batches have little padding."""
GROUP_BYTES = 16_384
"""Most bytes of a group; a longer line is a group of its own."""


class Line(NamedTuple):
    """A line of a stream that is not blank.

    Attributes:
        number: Its number, from 1; blank lines count.
        content: Its bytes without the line end; None when it is too long.
    """

    number: int
    content: bytes | None

    @property
    def num_bytes(self) -> int:
        """The bytes that are held."""
        return 0 if self.content is None else len(self.content)


class LineSplitter:
    """Cuts bytes that come in pieces into lines; skips blank lines and a byte order mark.

    Args:
        max_bytes: Most bytes of a line.
    """

    def __init__(self, *, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._number = 0
        self._parts: list[bytes] = []
        self._num_bytes = 0

    @property
    def num_held_bytes(self) -> int:
        """The bytes of the line that has not ended yet, as far as they are held."""
        return sum(map(len, self._parts))

    def feed(self, data: bytes) -> Iterator[Line]:
        """Give the lines that end in the next piece."""
        *ends, rest = data.split(b"\n")
        for end in ends:
            self._hold(end)
            yield from self._cut()
        self._hold(rest)

    def end(self) -> Iterator[Line]:
        """Give the last line if no line end follows it."""
        yield from self._cut()

    def _hold(self, part: bytes) -> None:
        self._num_bytes += len(part)
        if self._num_bytes > self._max_bytes + len(BOM):
            self._parts.clear()
        elif part:
            self._parts.append(part)

    def _cut(self) -> Iterator[Line]:
        self._number += 1
        content = b"".join(self._parts)
        num_bytes = self._num_bytes
        self._parts.clear()
        self._num_bytes = 0
        if self._number == 1 and content.startswith(BOM):
            content = content.removeprefix(BOM)
            num_bytes -= len(BOM)
        if num_bytes > self._max_bytes:
            yield Line(self._number, None)
        elif content and not content.isspace():
            yield Line(self._number, content)


def grouped(lines: Iterable[Line], *, max_bytes: int) -> Iterator[list[Line]]:
    """Put consecutive lines into groups of at most `GROUP_LINES` lines.

    Args:
        lines: The lines.
        max_bytes: Most bytes of a group; a longer line is a group of its own.
    """
    group: list[Line] = []
    num_bytes = 0
    for line in lines:
        if group and (len(group) == GROUP_LINES or num_bytes + line.num_bytes > max_bytes):
            yield group
            group, num_bytes = [], 0
        group.append(line)
        num_bytes += line.num_bytes
    if group:
        yield group
