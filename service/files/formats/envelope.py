"""Envelope: the compression and the encoding that a file's content stands in, and returns to."""

from dataclasses import dataclass, replace
from typing import BinaryIO, Self

from nomen.service.files.formats.choosing import Choice
from nomen.service.files.formats.compression import Compression, compress, decompress
from nomen.service.files.formats.encodings import Encoding, decode
from nomen.service.files.sources import SourceError


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """What one file's content stands in.

    Attributes:
        compression: How it is compressed.
        encoding: The encoding of a text format; None for a format of bytes.
    """

    compression: Compression = ""
    encoding: Encoding | None = None

    def compressed(self, compression: Compression) -> Self:
        """Give the envelope with another compression, for an output that is to have it."""
        return replace(self, compression=compression)

    def start(self) -> bytes:
        """Give what a file begins with: its byte order mark, compressed as the rest is."""
        mark = b"" if self.encoding is None else self.encoding.mark
        return compress(mark, self.compression) if mark else b""

    def seal(self, content: bytes) -> bytes:
        """Encode and compress what a format wrote; the results of all chunks make up the file.

        Raises:
            SourceError: When the encoding lacks a character of a replacement.
        """
        encoded = content if self.encoding is None else self.encoding.encode(content)
        return compress(encoded, self.compression) if encoded else b""


def open_content(
    stream: BinaryIO, choice: Choice, *, encoding: str | None = None
) -> tuple[BinaryIO, Envelope]:
    """Give the content that a format splits, and what it stands in.

    Reading the content raises `SourceError` where the file is damaged, cut off or of another
    encoding. A file of UTF-8 is given as it stands.

    Args:
        stream: The file, at its start.
        choice: Its format and compression.
        encoding: The encoding that the caller names.

    Raises:
        SourceError: When the compression or the encoding cannot be read.
    """
    content = decompress(stream, choice.compression)
    if not choice.has_encoding:
        if encoding is not None:
            raise SourceError(f"--encoding: expected a text format, found {choice.name}")
        return content, Envelope(compression=choice.compression)
    content, found = decode(content, asked=encoding)
    return content, Envelope(compression=choice.compression, encoding=found)
