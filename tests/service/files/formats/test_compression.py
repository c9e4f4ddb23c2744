import gzip
import io
import random
import sys
import tracemalloc

import pytest
import zstandard

from nomen.service.files.formats.compression import Compression, compress, decompress
from nomen.service.files.sources import SourceError

BOTH = pytest.mark.parametrize("compression", ["gz", "zst"])
CONTENT = random.Random(7).randbytes(200_000) + b"Harry waved.\n" * 1000


@pytest.mark.parametrize("compression", ["", "gz", "zst"])
def test_members_one_after_the_other_are_one_file(compression: Compression) -> None:
    file = compress(CONTENT, compression) + compress(b"second", compression)

    assert decompress(io.BytesIO(file), compression).read() == CONTENT + b"second"


@BOTH
def test_the_same_content_gives_the_same_bytes(compression: Compression) -> None:
    assert compress(CONTENT, compression) == compress(CONTENT, compression)


def test_the_tools_of_others_read_and_write_the_same() -> None:
    written = gzip.compress(CONTENT)
    assert decompress(io.BytesIO(written), "gz").read() == CONTENT
    assert gzip.decompress(compress(b"a", "gz") + compress(b"b", "gz")) == b"ab"
    assert zstandard.ZstdDecompressor().decompress(compress(CONTENT, "zst")) == CONTENT


@BOTH
@pytest.mark.parametrize("cut", [1, 5, 1000])
def test_a_file_that_is_cut_off_is_refused(compression: Compression, cut: int) -> None:
    stream = decompress(io.BytesIO(compress(CONTENT, compression)[:-cut]), compression)

    with pytest.raises(SourceError, match=r"the end of the file$"):
        stream.read()


@BOTH
def test_an_empty_file_is_refused(compression: Compression) -> None:
    with pytest.raises(SourceError, match=r"found the end of the file$"):
        decompress(io.BytesIO(b""), compression).read()


@BOTH
def test_what_follows_the_last_member_is_refused(compression: Compression) -> None:
    file = compress(CONTENT, compression) + b"Quillfeather, a canary"

    with pytest.raises(SourceError, match=r"found a damaged later member$"):
        decompress(io.BytesIO(file), compression).read()


@BOTH
def test_damaged_data_is_refused(compression: Compression) -> None:
    file = bytearray(compress(CONTENT, compression))
    file[-3] ^= 1

    with pytest.raises(SourceError, match=f"found damaged {compression} data$"):
        decompress(io.BytesIO(bytes(file)), compression).read()


@BOTH
def test_a_bomb_is_read_in_bounded_memory(compression: Compression) -> None:
    bomb = {
        "gz": gzip.compress(bytes(200_000_000), compresslevel=1),
        "zst": zstandard.ZstdCompressor().compress(bytes(200_000_000)),
    }
    stream = decompress(io.BytesIO(bomb[compression]), compression)

    tracemalloc.start()
    num_bytes = sum(iter(lambda: len(stream.read(65_536)), 0))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert num_bytes == 200_000_000
    assert peak < 100_000_000


def test_without_the_package_one_line_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "zstandard", None)

    with pytest.raises(SourceError, match=r"pip install 'nomen\[corpora\]'"):
        decompress(io.BytesIO(b""), "zst")
