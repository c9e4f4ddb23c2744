"""Long plain texts, written in sections, against the same texts as one chunk."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from nomen.service.cli import app
from nomen.service.files.jobs import job

TEXT = (
    "Marisol Quintana met Tomasz Wilk\nat caf\u00e9 Ngozi. quintana left; Wilk, T., stayed on.\n"
    * 200
)


@pytest.fixture(params=["one chunk", "sections"])
def length(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "sections":
        monkeypatch.setattr(job, "LONG_BYTES", 1_000)
    return str(request.param)


def run(*arguments: str) -> bytes:
    result = CliRunner().invoke(app, list(arguments))
    assert result.exit_code == 0, result.output
    return result.stdout_bytes


@pytest.fixture(scope="module")
def results() -> dict[tuple[str, ...], bytes]:
    return {}


OPTIONS: list[tuple[str, ...]] = [
    ("tag", "--language", "en"),  # what `auto` tells depends on the sections
    ("tag", "--language", "en", "--names-only", "--consistent"),
    ("redact",),
    ("redact", "--operator", "number", "--no-consistent"),
    ("redact", "--output-format", "jsonl"),
]
NAMES = [" ".join(each) for each in OPTIONS]


@pytest.mark.parametrize("options", OPTIONS, ids=NAMES)
def test_a_long_text_has_the_answer_of_one_chunk(
    length: str,
    options: tuple[str, ...],
    results: dict[tuple[str, ...], bytes],
    tmp_path: Path,
) -> None:
    source, output = tmp_path / "long.txt", tmp_path / "output.jsonl"
    if "jsonl" not in options and options[0] == "redact":
        output = tmp_path / "output.txt"
    source.write_bytes(b"\xef\xbb\xbf" + TEXT.encode())

    run(*options, str(source), "--output", str(output), "--workers", "1")

    assert results.setdefault(options, output.read_bytes()) == output.read_bytes(), length
    assert len(output.read_bytes()) > 10_000


def test_a_long_text_goes_through_several_processes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(job, "LONG_BYTES", 1_000)
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.txt").write_text("Ada met Bob.")

    run("redact", str(tmp_path), "--workers", "2", "--output", f"{tmp_path}/out/")

    redacted = (tmp_path / "out" / "a.redacted.txt").read_text(encoding="utf-8")
    assert redacted.count("\n") == TEXT.count("\n")
    assert "Quintana" not in redacted
    assert (tmp_path / "out" / "b.redacted.txt").read_text() == "[NAME] met [NAME]."


def test_a_byte_that_is_no_utf8_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(job, "LONG_BYTES", 1_000)
    (tmp_path / "a.txt").write_bytes(TEXT.encode() + b"\xff")

    result = CliRunner().invoke(app, ["redact", str(tmp_path / "a.txt"), "--output", "-"])

    assert result.exception is not None
    assert f"byte {len(TEXT.encode())}" in str(result.exception)


def test_the_answer_is_one_line_of_json(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(job, "LONG_BYTES", 1_000)
    source, output = tmp_path / "a.txt", tmp_path / "a.jsonl"
    source.write_text(TEXT, encoding="utf-8")

    run("tag", str(source), "--output", str(output))

    answer: dict[str, Any] = json.loads(output.read_text(encoding="utf-8"))
    places = zip(answer["starts"], answer["ends"], strict=True)
    assert [TEXT[start:end] for start, end in places] == answer["tokens"]
    for name in answer["names"]:
        assert TEXT[name["start"] : name["end"]] == name["text"]
        assert answer["starts"][name["first_token"]] == name["start"]
