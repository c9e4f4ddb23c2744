"""Covers `service/files/arguments.py`, too."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from nomen.service.cli import app, main
from tests.service.files.jobs.test_workers import kill_self

TEXT = "Harry Potter waved."


@pytest.fixture(autouse=True)
def tiny(tiny_bundle: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOMEN_BUNDLE", str(tiny_bundle))
    monkeypatch.setenv("COLUMNS", "120")


def run(*arguments: str, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(app, arguments, input=stdin)


def run_main(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["nomen", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    assert isinstance(ended.value.code, int)
    return ended.value.code


@pytest.mark.parametrize(
    "command", [[], ["serve"], ["tag"], ["redact"], ["restore"], ["columns"], ["model"]]
)
def test_help_has_an_example(command: list[str]) -> None:
    result = run(*command, "--help")

    assert result.exit_code == 0
    assert ("Example" in result.stdout) == bool(command)


def test_a_text_is_tagged_as_json_for_a_program() -> None:
    answer = json.loads(run("tag", "--text", TEXT, "--threshold", "0").stdout)

    assert answer["tokens"] == ["Harry", "Potter", "waved", "."]
    assert answer["names"][0]["start"] == 0


@pytest.mark.parametrize("arguments", [[], ["-"]])
def test_standard_input_is_a_text(arguments: list[str]) -> None:
    assert json.loads(run("tag", *arguments, stdin=TEXT).stdout)["tokens"][0] == "Harry"


def test_a_text_file_is_tagged_like_its_text(tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_bytes(b"Harry\r\nwaved.\n")

    assert run("tag", str(file)).stdout == run("tag", "--text", "Harry\r\nwaved.\n").stdout


@pytest.mark.slow
def test_help_is_printed_for_the_module_too() -> None:
    shown = subprocess.run(
        [sys.executable, "-m", "nomen.service.cli", "--help"],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )

    assert "Tag person names" in shown.stdout


def test_the_columns_of_a_table_are_judged(tmp_path: Path) -> None:
    file = tmp_path / "staff.csv"
    file.write_text("name,born\nHarry,1980\nRon,\n", encoding="utf-8")

    answer = json.loads(run("columns", str(file), "--threshold", "0", "--examples").stdout)

    assert {key: answer[key] for key in ("num_rows", "num_drawn", "others")} == {
        "num_rows": 2,
        "num_drawn": 2,
        "others": [],
    }
    columns = {each["name"]: each for each in answer["columns"]}
    assert (columns["name"]["num_filled"], columns["born"]["num_filled"]) == (2, 1)
    assert columns["name"]["examples"] == ["Harry", "Ron"]


def test_a_preset_is_a_threshold() -> None:
    assert run("tag", "--text", TEXT, "--threshold", "balanced").exit_code == 0


def test_a_model_tells_what_it_is() -> None:
    assert json.loads(run("model").stdout)["name"] == "tiny"


@pytest.mark.parametrize("command", [["tag", "--text", TEXT, "--threshold", "0"], ["model"]])
def test_a_person_gets_a_table(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)

    assert run_main(monkeypatch, *command) == 0

    shown = capsys.readouterr().out
    assert "Harry" in shown or "tiny" in shown
    assert "{" not in shown


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["tag", "--text", TEXT, "--bundle", "/nowhere"], "/nowhere: expected the folder of"),
        (["tag", "--text", TEXT, "--threshold", "2"], "threshold: expected 0 to 1"),
        (["tag", "--text", TEXT, "--threshold", "nan"], "threshold: expected 0 to 1"),
        (["tag", "--text", TEXT, "--threshold", "low"], "presets of this bundle: balanced"),
        (["tag", TEXT], "argument 1: no such file; a text comes by --text or standard input"),
        (["tag", "none.jsonl"], "none.jsonl: expected a file"),
        (["tag", "--text", "half \udcff"], "--text: expected both halves"),
        (["columns", "none.csv"], "none.csv: cannot be read (No such file or directory)"),
        (["serve", "--port", "1"], "No such option"),
    ],
)
def test_a_mistake_ends_with_2_and_no_traceback(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    message: str,
) -> None:
    assert run_main(monkeypatch, *arguments) == 2

    told = capsys.readouterr().err
    assert message in told
    assert TEXT not in told
    assert "Traceback" not in told


@pytest.mark.parametrize("options", [["--errors", "out"], ["--workers", "1"]])
@pytest.mark.parametrize("source", [["--text", TEXT], ["-"], ["letter.txt"]])
def test_an_option_for_records_is_refused_for_a_text(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    source: list[str],
    options: list[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("letter.txt").write_text(TEXT, encoding="utf-8")

    assert run_main(monkeypatch, "tag", *source, *options) == 2
    assert capsys.readouterr().err.startswith(f"nomen: {options[0]}: expected only with ")
    assert not Path("out").exists()


def test_an_option_for_a_text_is_refused_for_records(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "documents.jsonl"
    file.write_text('{"text": "Harry"}\n', encoding="utf-8")

    assert run_main(monkeypatch, "tag", str(file), "--json") == 2
    assert capsys.readouterr().err == (
        "nomen: --json: expected only with one text; records are answered in JSON\n"
    )


def test_standard_input_that_is_not_utf8_ends_with_2(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"Harry \xff")))

    assert run_main(monkeypatch, "tag") == 2
    assert "standard input: byte 6 is not UTF-8" in capsys.readouterr().err


def test_a_person_without_a_text_is_told_what_is_expected(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)

    assert run_main(monkeypatch, "tag") == 2
    assert "a text piped in" in capsys.readouterr().err


def test_rejected_records_end_with_3(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "documents.jsonl"
    file.write_text('{"text": "Harry"}\n{"text": 1}\n')

    assert run_main(monkeypatch, "tag", str(file), "--output", str(tmp_path / "out")) == 3
    assert capsys.readouterr().err == "2 documents, 1 rejected\n"


def test_what_breaks_outside_ends_with_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "documents.jsonl"
    file.write_text('{"text": "Harry"}\n')

    assert run_main(monkeypatch, "tag", str(file), "--output", "/dev/full") == 1
    assert capsys.readouterr().err == "nomen: /dev/full: No space left on device\n"


def test_a_killed_worker_ends_with_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr("nomen.service.files.jobs.workers._work", kill_self)
    file = tmp_path / "documents.jsonl"
    file.write_text('{"text": "Harry"}\n', encoding="utf-8")

    assert run_main(monkeypatch, "tag", str(file), "--workers", "2") == 1
    assert capsys.readouterr().err == (
        "nomen: a worker process has ended; expected memory for each of them\n"
    )
