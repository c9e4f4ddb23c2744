import codecs
import gzip
import io

import pytest

from nomen.service.files.formats.choosing import choose
from nomen.service.files.formats.envelope import Envelope, open_content
from nomen.service.files.sources import SourceError


def opened(file_name: str, content: bytes, encoding: str | None = None) -> tuple[bytes, Envelope]:
    choice = choose(file_name)
    assert choice is not None
    stream, envelope = open_content(io.BytesIO(content), choice, encoding=encoding)
    return stream.read(), envelope


def test_a_compressed_file_of_utf16_becomes_utf8_and_returns() -> None:
    mark, text = codecs.BOM_UTF16_BE, "Zoë waved.\n"

    content, envelope = opened("a.txt.gz", gzip.compress(mark + text.encode("utf-16-be")))

    assert content == text.encode()
    written = envelope.start() + envelope.seal(content[:4]) + envelope.seal(content[4:])
    assert gzip.decompress(written) == mark + text.encode("utf-16-be")


def test_a_format_of_bytes_keeps_its_bytes() -> None:
    content, envelope = opened("a.mbox", codecs.BOM_UTF8 + b"\xff")

    assert content == codecs.BOM_UTF8 + b"\xff"
    assert envelope.start() + envelope.seal(content) == content


def test_nothing_is_written_for_nothing() -> None:
    envelope = Envelope(compression="gz")

    assert envelope.start() + envelope.seal(b"") == b""


def test_an_encoding_of_bytes_is_refused() -> None:
    with pytest.raises(SourceError, match=r"^--encoding: expected a text format, found pdf$"):
        opened("a.pdf", b"", "latin-1")
