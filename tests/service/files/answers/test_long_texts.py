import gzip
import json
from pathlib import Path

import pytest

from nomen.service.files.answers import long_texts
from nomen.service.files.jobs import job
from tests.service.files.folders import lines_of, run

PARAGRAPH = "Harry Potter met Ron Weasley and Zoë in Oslo.\r\nNobody knew why.\n\n"
TEXT = PARAGRAPH * 300


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with a text."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_bytes(TEXT.encode())
    return tmp_path


@pytest.fixture
def are_long(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Make every text long."""
    monkeypatch.setattr(job, "LONG_BYTES", 10)
    monkeypatch.setattr(long_texts, "BLOCK_BYTES", 1000)
    return monkeypatch


@pytest.mark.parametrize("operator", ["replace", "mask", "number"])
def test_a_long_text_is_redacted_as_a_short_one(
    monkeypatch: pytest.MonkeyPatch, operator: str
) -> None:
    arguments = ["redact", "a.txt", "--operator", operator, "--workers", "1"]
    run(*arguments, "--output", "short.txt")
    monkeypatch.setattr(job, "LONG_BYTES", 10)

    done = run(*arguments, "--output", "long.txt")

    assert done.stderr == "1 documents, 0 rejected\n"
    assert Path("long.txt").read_bytes() == Path("short.txt").read_bytes()


def test_a_long_text_is_answered_as_a_short_one(monkeypatch: pytest.MonkeyPatch) -> None:
    arguments = ["tag", "a.txt", "--consistent"]
    run(*arguments, "--output", "short.jsonl")
    monkeypatch.setattr(job, "LONG_BYTES", 10)

    run(*arguments, "--output", "long.jsonl")
    run(*arguments, "--output", "names.jsonl", "--names-only")

    (short,) = lines_of(Path("short.jsonl").read_bytes())
    (long,) = lines_of(Path("long.jsonl").read_bytes())
    (names,) = lines_of(Path("names.jsonl").read_bytes())
    assert list(long) == list(short)
    for field in ("id", "tokens", "starts", "ends"):
        assert long[field] == short[field]
    assert long["name_probabilities"] == pytest.approx(short["name_probabilities"], abs=1e-5)
    assert json.dumps(names["names"]) == json.dumps(long["names"])
    places = [[each[key] for key in ("text", "start", "last_token")] for each in long["names"]]  # type: ignore[attr-defined]  # a list
    assert places == [[e[key] for key in ("text", "start", "last_token")] for e in short["names"]]  # type: ignore[attr-defined]  # a list


@pytest.mark.usefixtures("are_long")
def test_a_long_compressed_text_comes_back_compressed_and_is_restored() -> None:
    Path("b.txt.gz").write_bytes(gzip.compress(b"\xef\xbb\xbf" + TEXT.encode()))

    done = run(
        *["redact", "b.txt.gz", "--operator", "number", "--map", "a.map", "--output", "c.txt.gz"]
    )

    assert done.exit_code == 0
    redacted = gzip.decompress(Path("c.txt.gz").read_bytes())
    assert redacted.startswith(b"\xef\xbb\xbf[NAME_1] met [NAME_2] and [NAME_3] in Oslo.\r\n")
    Path("c.txt").write_bytes(redacted)
    restored = run("restore", "c.txt", "--map", "a.map")
    assert restored.stdout_bytes == b"\xef\xbb\xbf" + TEXT.encode()


@pytest.mark.usefixtures("are_long")
def test_a_long_text_that_is_not_utf8_is_refused_with_its_place() -> None:
    content = TEXT.encode()[:15_000]
    Path("a.txt").write_bytes(content + b"\xff" + content)

    done = run("redact", "a.txt", "--output", "b.txt")

    assert str(done.exception) == f"a.txt: byte {len(content)} is not UTF-8"
    assert not list(Path().glob(".*"))
