"""Encodings of text files: formats read and write UTF-8, and this module what the file has.

An encoding is named by the file's byte order mark or by the caller. Without either it is UTF-8. It
is never guessed.
"""

import codecs
import contextlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from nomen.service.files.formats.compression import ByteStream
from nomen.service.files.sources import SourceError

UTF_8 = "utf-8"
MARKS = (
    (codecs.BOM_UTF8, UTF_8),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # it begins as the next one does
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
)
"""Byte order marks with their encodings."""
NEED_MARKS = {"utf-16": ("utf-16-le", "utf-16-be"), "utf-32": ("utf-32-le", "utf-32-be")}
"""Encodings whose byte order a mark names."""
BLOCK_BYTES = 65_536
PROBED_BYTES = 1024
"""Bytes at the start of a file that tell whether it is UTF-16 without a mark."""
LEAST_BYTES = 4
"""Bytes below which nothing can be told."""
CONTROLS = bytes(sorted({*range(32)} - {*b"\t\n\f\r"}))
"""First bytes of letters in UTF-16, up to U+1FFF. Texts have hardly any of these characters."""
OTHERS_SHARE = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoding:
    """The encoding of one file.

    Attributes:
        codec: Python's name of it.
        mark: The byte order mark at the start of the file, or nothing.
    """

    codec: str = UTF_8
    mark: bytes = b""

    def encode(self, content: bytes) -> bytes:
        """Write UTF-8 in this encoding.

        Raises:
            SourceError: When the encoding lacks a character.
        """
        if self.codec == UTF_8:
            return content
        try:
            return content.decode().encode(self.codec)
        except UnicodeError as error:
            raise SourceError(f"a replacement cannot be written in {self.codec}") from error


def decode(stream: BinaryIO, *, asked: str | None = None) -> tuple[BinaryIO, Encoding]:
    """Find the encoding of a stream, and give its content in UTF-8 without a byte order mark.

    UTF-8 is given as it stands, so that one line that is no UTF-8 need not spoil the others.
    Reading any other encoding raises `SourceError` at the first byte that is wrong.

    Args:
        stream: The decompressed file, at its start.
        asked: The encoding that the caller names.

    Raises:
        SourceError: When no encoding has this name, or the file's mark says another one.
    """
    codec = None if asked is None else _lookup(asked)
    start = _read_start(stream)
    mark, marked = next((each for each in MARKS if start.startswith(each[0])), (b"", None))
    _refuse_contradiction(codec, marked)
    encoding = Encoding(codec=marked or codec or UTF_8, mark=mark)
    blocks = _blocks(start[len(mark) :], stream)
    if codec is None and marked is None:
        blocks = _without_utf_16(blocks)
    rest = io.BufferedReader(ByteStream(blocks))
    if encoding.codec == UTF_8:
        return rest, encoding
    transcoded = _transcoded(rest, codec=encoding.codec, position=len(mark))
    return io.BufferedReader(ByteStream(transcoded)), encoding


def _refuse_contradiction(asked: str | None, marked: str | None) -> None:
    """Refuse a mark of another encoding than was asked for, and one that is missing or unasked."""
    if asked in NEED_MARKS and marked is None:
        names = " or ".join(NEED_MARKS[asked])
        raise SourceError(f"expected a byte order mark; without one, name {names}")
    if asked is None and marked in NEED_MARKS["utf-32"]:
        raise SourceError("found the mark of UTF-32; expected UTF-8, UTF-16 or --encoding utf-32")
    if None not in {asked, marked} and marked not in {asked, *NEED_MARKS.get(asked or "", ())}:
        raise SourceError(f"--encoding: expected {marked}, which the file's first bytes name")


def _lookup(name: str) -> str:
    try:
        codec = codecs.lookup(name).name
        with contextlib.suppress(UnicodeError):  # it is an encoding of text, then
            b"probe".decode(name)
    except (LookupError, ValueError) as error:  # a name with NUL is a ValueError
        raise SourceError("--encoding: expected an encoding such as latin-1 or utf-16") from error
    return UTF_8 if codec == "utf-8-sig" else codec


def _read_start(stream: BinaryIO) -> bytes:
    start = b""
    while len(start) < len(codecs.BOM_UTF32_LE) and (more := stream.read(1)):
        start += more
    return start


def _blocks(start: bytes, stream: BinaryIO) -> Iterator[bytes]:
    yield start
    while block := stream.read(BLOCK_BYTES):
        yield block


def _without_utf_16(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """Refuse UTF-16 without a mark. Its bytes can be UTF-8, too: letters with a NUL each."""
    start = b""
    for block in blocks:
        start += block
        if len(start) >= PROBED_BYTES:
            break
    _refuse_utf_16(start[:PROBED_BYTES])
    yield start
    yield from blocks


def _refuse_utf_16(start: bytes) -> None:
    """Refuse bytes where nearly each second one is a control character, and the others are not."""
    if len(start) < LEAST_BYTES:
        return
    is_control = [_is_control(each) for each in (start[::2], start[1::2])]
    if is_control[0] != is_control[1]:
        raise SourceError(
            f"byte {is_control.index(True)} looks like UTF-16 without a byte order mark; "
            "expected UTF-8, or --encoding"
        )


def _is_control(content: bytes) -> bool:
    return len(content.translate(None, CONTROLS)) <= len(content) * OTHERS_SHARE


def _transcoded(stream: BinaryIO, *, codec: str, position: int) -> Iterator[bytes]:
    """Decode blocks and encode them in UTF-8; `position` is where the stream stands in the file."""
    decoder = codecs.getincrementaldecoder(codec)()
    while True:
        block = stream.read(BLOCK_BYTES)
        held = len(decoder.getstate()[0])
        try:
            text = decoder.decode(block, final=not block)
            yield text.encode()
        except UnicodeDecodeError as error:
            place = position - held + error.start
            raise SourceError(f"byte {place} is not {codec}") from error
        except UnicodeEncodeError as error:  # utf-7 and others can hold half a pair
            raise SourceError(f"near byte {position}: half a surrogate pair") from error
        except UnicodeError:  # of a codec that tells no place; its message would show the text
            raise SourceError(f"near byte {position}: not {codec}") from None
        if not block:
            return
        position += len(block)
