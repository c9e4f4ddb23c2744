"""What the ending of `--output` says: the format and the compression of what is written."""

import gzip
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from nomen.service.files.formats.compression import Compression, compress
from nomen.service.files.sources import SourceError
from tests.service.files.folders import run, write_files


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder of small files."""
    monkeypatch.chdir(tmp_path)
    pq.write_table(pa.table({"note": ["Harry Potter waved."]}), "table.parquet")
    return write_files(tmp_path)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["table.csv", "--column", "note", "-o", "o.parquet"], "--output: csv is not written as"),
        (["letter.txt", "-o", "o.parquet"], "--output: text is not written as parquet"),
        (["table.parquet", "--column", "note", "-o", "o.csv"], "--output: parquet is not written"),
        (["table.parquet", "--column", "note", "-o", "o.csv.gz"], "--output: parquet is not writ"),
        (["records.jsonl", "-o", "o.csv"], "--output: jsonl is not written as csv"),
        (["records.jsonl", "--output-format", "csv"], "--output: jsonl is not written as csv"),
        (["letter.txt", "--output-format", "parquet", "-o", "o"], "--output: text is not written"),
    ],
)
def test_a_redaction_is_not_written_as_another_format(
    folder: Path, arguments: list[str], message: str
) -> None:
    done = run("redact", *arguments)

    assert isinstance(done.exception, SourceError)
    assert str(done.exception).startswith(message)
    assert not [path for path in folder.iterdir() if path.name.lstrip(".").startswith("o")]


@pytest.mark.parametrize("command", ["tag", "redact"])
def test_the_ending_says_how_a_table_is_compressed(command: str) -> None:
    run(command, "table.csv", "--column", "note", "-o", "plain.csv")
    run(command, "table.csv", "--column", "note", "-o", "packed.csv.gz")
    run(command, "packed.csv.gz", "--column", "who", "-o", "unpacked.csv")

    assert gzip.decompress(Path("packed.csv.gz").read_bytes()) == Path("plain.csv").read_bytes()
    assert Path("unpacked.csv").read_bytes().startswith("\ufeffid,note,".encode())


@pytest.mark.parametrize(
    ("command", "content", "compression"),
    [
        ("redact", b"", "gz"),
        ("redact", b"{}\n", "gz"),
        ("redact", b"{}\n", "zst"),
        ("tag", b"", "gz"),
    ],
)
def test_a_compressed_output_without_records_is_whole(
    command: str, content: bytes, compression: Compression
) -> None:
    Path("a.jsonl").write_bytes(content)

    run(command, "a.jsonl", "-o", f"b.jsonl.{compression}", "--errors", "errors.jsonl")

    assert Path(f"b.jsonl.{compression}").read_bytes() == compress(b"", compression)
    assert run("redact", f"b.jsonl.{compression}").exit_code == 0
