"""Compressed files: reads them in bounded memory, and writes each chunk as a member of its own.

A file of several gzip members, or zstd frames, is one compressed file. A job that ended early can
therefore go on behind the last whole member.
"""

import gzip
import io
import zlib
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import BinaryIO, Literal, Protocol

from typing_extensions import Buffer

from nomen.service.files.sources import SourceError

Compression = Literal["", "gz", "zst"]

INPUT_BYTES = {"gz": 65_536, "zst": 1024}
"""Bytes that are decompressed at once. zstd gives up to 32 KiB for one byte, gzip 1 KiB."""
MAX_WINDOW_BYTES = 1 << 27
"""Largest window of a zstd frame: what the command `zstd` accepts without an option."""
GZIP_FORMAT = 31
"""zlib's `wbits` for a gzip header and trailer."""


class Decompressor(Protocol):
    """What zlib's and zstandard's decompressors of one member have in common."""

    @property
    def eof(self) -> bool:
        """Whether the member has ended."""

    @property
    def unused_data(self) -> bytes:
        """What was given beyond the end of the member."""

    def decompress(self, data: bytes, /) -> bytes:
        """Decompress more of the member."""


class ByteStream(io.RawIOBase):
    """A stream of blocks of bytes.

    Args:
        blocks: The blocks; each is asked for when the one before has been read.
    """

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self._blocks = blocks
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: Buffer, /) -> int:
        """Fill a buffer with what fits of one block."""
        while not self._rest:
            block = next(self._blocks, None)
            if block is None:
                return 0
            self._rest = memoryview(block)
        target = memoryview(buffer)
        length = min(len(target), len(self._rest))
        target[:length] = self._rest[:length]
        self._rest = self._rest[length:]
        return length


def decompress(stream: BinaryIO, compression: Compression) -> BinaryIO:
    """Give the decompressed content of a stream. Reading it raises `SourceError` at a fault.

    Raises:
        SourceError: When the package that decompresses is not installed.
    """
    if not compression:
        return stream
    start, fault = _gzip() if compression == "gz" else _zstd()
    return io.BufferedReader(ByteStream(_blocks(stream, compression, start, fault)))


def compress(content: bytes, compression: Compression) -> bytes:
    """Write one member, or frame. The same content always gives the same bytes.

    Raises:
        SourceError: When the package that compresses is not installed.
    """
    if compression == "gz":
        return gzip.compress(content, compresslevel=6, mtime=0)
    if compression == "zst":
        compressed: bytes = (
            _import_zstandard().ZstdCompressor(write_checksum=True).compress(content)
        )
        return compressed
    return content


def _blocks(
    stream: BinaryIO,
    compression: Literal["gz", "zst"],
    start: Callable[[], Decompressor],
    fault: type[Exception],
) -> Iterator[bytes]:
    """Decompress the members of a stream, one after the other."""
    member, is_first = start(), True
    while data := stream.read(INPUT_BYTES[compression]):
        while data:
            if member.eof:
                member, is_first = start(), False
            try:
                yield member.decompress(data)
            except fault as error:
                found = f"damaged {compression} data" if is_first else "a damaged later member"
                raise SourceError(f"expected whole {compression} members, found {found}") from error
            data = member.unused_data
    if not member.eof:
        raise SourceError(f"expected the end of the {compression} data, found the end of the file")


def _gzip() -> tuple[Callable[[], Decompressor], type[Exception]]:
    return (lambda: zlib.decompressobj(GZIP_FORMAT)), zlib.error


def _zstd() -> tuple[Callable[[], Decompressor], type[Exception]]:
    zstandard = _import_zstandard()
    reader = zstandard.ZstdDecompressor(max_window_size=MAX_WINDOW_BYTES)
    return reader.decompressobj, zstandard.ZstdError


def _import_zstandard() -> ModuleType:
    try:
        import zstandard  # noqa: PLC0415  # of an extra
    except ImportError as error:
        raise SourceError(".zst: expected zstandard: pip install 'nomen[corpora]'") from error
    return zstandard
