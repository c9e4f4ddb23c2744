"""Groups of lines: what the formats of one record a line have in common."""

from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO, NamedTuple

from nomen.service.files.formats.format import Chunk

GROUP_BYTES = 65_536
"""Size of a chunk, about. Documents are tagged in chunks, so that batches have little padding."""


class Line(NamedTuple):
    r"""A line of a file.

    Attributes:
        number: Its number, from 1.
        content: Its bytes without the line end.
        end: Its line end: `\n`, `\r\n`, or nothing for the last one.
    """

    number: int
    content: bytes
    end: bytes

    @property
    def is_blank(self) -> bool:
        """Whether it holds nothing but white space."""
        return not self.content or self.content.isspace()


def split_lines(stream: BinaryIO) -> Iterator[Chunk]:
    """Split a file into chunks of about `GROUP_BYTES`, at least one line each."""
    number, position = 1, 0
    while lines := stream.readlines(GROUP_BYTES):
        content = b"".join(lines)
        position += len(content)
        yield Chunk(first=number, content=content, position=position)
        number += len(lines)


def lines_of(chunk: Chunk) -> Iterator[Line]:
    """Give all lines of a chunk."""
    for number, line in enumerate(BytesIO(chunk.content), chunk.first):
        content = line.removesuffix(b"\n").removesuffix(b"\r")
        yield Line(number, content, line[len(content) :])
