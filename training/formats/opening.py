"""Opens files, compressed or not, and gives their lines.

Files are UTF-8, with or without a byte order mark; lines end in LF or CRLF.
"""

import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from typing_extensions import Buffer

from nomen.training.errors import CorpusError
from nomen.training.formats.records import Fault, Place

COMPRESSED = frozenset({".gz", ".gzip", ".zst"})
"""Endings that may follow every other one."""

_GZIP_MAGIC, _ZSTD_MAGIC = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
_MAX_WINDOW_BYTES = 1 << 27
_INPUT_BYTES = 1 << 12


def bare_name(path: Path) -> Path:
    """Give a path without the ending of a compression."""
    return path.with_suffix("") if path.suffix.lower() in COMPRESSED else path


def ending(path: Path) -> str:
    """Give a file's ending in lower case, without that of a compression."""
    return bare_name(path).suffix.lower()


def is_compressed(path: Path) -> bool:
    """Tell by a file's first bytes whether it is compressed.

    Raises:
        CorpusError: When it cannot be read.
    """
    magic = _magic(path)
    return magic.startswith(_GZIP_MAGIC) or magic == _ZSTD_MAGIC


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """Open a file to read; its own first bytes tell whether it is compressed.

    Raises:
        CorpusError: When it cannot be read, its compressed data is damaged, or zstandard is
            missing.
    """
    magic = _magic(path)
    try:
        with path.open("rb") as raw:
            if magic.startswith(_GZIP_MAGIC):
                with gzip.GzipFile(fileobj=raw) as stream:
                    yield io.BufferedReader(stream)
            elif magic == _ZSTD_MAGIC:
                yield io.BufferedReader(_Frames(raw))
            else:
                yield raw
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise CorpusError(f"{path}: expected whole compressed data, found damaged data") from error
    except OSError as error:
        raise CorpusError(f"{path}: expected a readable file") from error


def _magic(path: Path) -> bytes:
    try:
        with path.open("rb") as raw:
            return raw.read(len(_ZSTD_MAGIC))
    except OSError as error:
        raise CorpusError(f"{path}: expected a readable file") from error


def lines(path: Path) -> Iterator[tuple[int, str] | Fault]:
    """Give the number of each line, from 1, and the line without its end.

    Raises:
        CorpusError: When the file cannot be read.
    """
    with opened(path) as stream:
        for number, raw in enumerate(stream, 1):
            try:
                line = raw.decode("utf-8-sig" if number == 1 else "utf-8")
            except UnicodeDecodeError:
                place = Place(path, number)
                yield Fault(place, "malformed", "expected UTF-8 throughout the line")
            else:
                yield number, line.removesuffix("\n").removesuffix("\r")


class _Frames(io.RawIOBase):
    """The content of a stream of zstd frames; one that is cut off raises `EOFError`.

    zstandard's own reader takes a frame that is cut off for a whole one.
    """

    def __init__(self, stream: BinaryIO) -> None:
        try:
            import zstandard  # noqa: PLC0415  # only some files need it
        except ImportError as error:
            raise CorpusError(".zst: expected zstandard: pip install zstandard") from error
        self._stream = stream
        self._reader = zstandard.ZstdDecompressor(max_window_size=_MAX_WINDOW_BYTES)
        self._fault = zstandard.ZstdError
        self._frame = self._reader.decompressobj()
        self._rest = b""

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: Buffer, /) -> int:
        """Fill a buffer with what fits of the next content."""
        while not self._rest:
            data = self._frame.unused_data if self._frame.eof else b""
            data = data or self._stream.read(_INPUT_BYTES)
            if not data:
                if not self._frame.eof:
                    raise EOFError
                return 0
            if self._frame.eof:
                self._frame = self._reader.decompressobj()
            try:
                self._rest = self._frame.decompress(data)
            except self._fault as error:
                raise EOFError from error
        target = memoryview(buffer)
        length = min(len(target), len(self._rest))
        target[:length] = self._rest[:length]
        self._rest = self._rest[length:]
        return length
