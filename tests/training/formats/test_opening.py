import gzip
import sys
from pathlib import Path

import pytest
import zstandard

from nomen.training.errors import CorpusError
from nomen.training.formats.opening import bare_name, ending, is_compressed, lines, opened
from nomen.training.formats.records import Fault, Place
from tests.training.formats.files import write

ANN = [(1, "Ann"), (2, "left")]


@pytest.mark.parametrize("name", ["own.conll", "own.conll.gz", "own.conll.zst"])
def test_lines_are_the_same_in_each_compression(tmp_path: Path, name: str) -> None:
    path = write(tmp_path, name, "\ufeffAnn\r\nleft\n")
    assert list(lines(path)) == ANN
    assert is_compressed(path) == (name != "own.conll")


def test_the_content_tells_the_compression(tmp_path: Path) -> None:
    assert list(lines(write(tmp_path, "a", gzip.compress(b"Ann\nleft")))) == ANN
    assert list(lines(write(tmp_path, "b", zstandard.compress(b"Ann\nleft")))) == ANN


def test_several_members_are_one_file(tmp_path: Path) -> None:
    compress = zstandard.ZstdCompressor().compress
    path = write(tmp_path, "a", compress(b"An") + compress(b"n\nleft"))
    assert list(lines(path)) == ANN
    path = write(tmp_path, "b", gzip.compress(b"An") + gzip.compress(b"n\nleft"))
    assert list(lines(path)) == ANN


@pytest.mark.parametrize("compress", [gzip.compress, zstandard.compress], ids=["gz", "zst"])
def test_a_compressed_file_that_is_cut_off_is_refused(tmp_path: Path, compress: object) -> None:
    whole = compress(b"Ann left. " * 5000)  # type: ignore[operator]  # a function
    path = write(tmp_path, "a", whole[:-5])
    with pytest.raises(CorpusError, match="a: expected whole compressed data"):
        list(lines(path))


def test_damaged_data_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, "a", zstandard.compress(b"Ann left")[:4] + b"secret")
    with pytest.raises(CorpusError, match="a: expected whole compressed data"):
        list(lines(path))


def test_a_line_that_is_no_utf8_is_a_fault_and_the_next_one_is_read(tmp_path: Path) -> None:
    path = write(tmp_path, "a", b"Ann\n\xff\nleft\n")
    fault = Fault(Place(path, 2), "malformed", "expected UTF-8 throughout the line")
    assert list(lines(path)) == [(1, "Ann"), fault, (3, "left")]


@pytest.mark.parametrize("name", ["none", "."])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(CorpusError, match="expected a readable file"), opened(tmp_path / name):
        pass


def test_zstandard_is_needed_for_its_files_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path, "a.zst", "Ann\nleft")
    monkeypatch.setitem(sys.modules, "zstandard", None)
    with pytest.raises(CorpusError, match="expected zstandard"):
        list(lines(path))


def test_endings_are_those_below_the_compression() -> None:
    assert ending(Path("a/b.JSONL.gz")) == ".jsonl"
    assert ending(Path("a/b.conll")) == ".conll"
    assert bare_name(Path("a/b.txt.zst")) == Path("a/b.txt")
