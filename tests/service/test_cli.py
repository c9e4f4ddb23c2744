import io
import json
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from service.cli import app, main

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


@pytest.mark.parametrize("command", [[], ["serve"], ["tag"], ["model"]])
def test_help_has_an_example(command: list[str]) -> None:
    result = run(*command, "--help")

    assert result.exit_code == 0
    assert ("Example" in result.stdout) == bool(command)


def test_a_text_is_tagged_as_json_for_a_program() -> None:
    answer = json.loads(run("tag", TEXT, "--threshold", "0").stdout)

    assert answer["tokens"] == ["Harry", "Potter", "waved", "."]
    assert answer["names"][0]["start"] == 0


def test_standard_input_is_a_text() -> None:
    assert json.loads(run("tag", stdin=TEXT).stdout)["tokens"][0] == "Harry"


def test_a_preset_is_a_threshold() -> None:
    assert run("tag", TEXT, "--threshold", "balanced").exit_code == 0


def test_a_model_tells_what_it_is() -> None:
    assert json.loads(run("model").stdout)["name"] == "tiny"


@pytest.mark.parametrize("command", [["tag", TEXT, "--threshold", "0"], ["model"]])
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
        (["tag", TEXT, "--bundle", "/nowhere"], "/nowhere: expected the folder of a bundle"),
        (["tag", TEXT, "--threshold", "2"], "threshold: expected 0 to 1"),
        (["tag", TEXT, "--threshold", "nan"], "threshold: expected 0 to 1"),
        (["tag", TEXT, "--threshold", "low"], "threshold: presets of this bundle: balanced"),
        (["tag", "two", "texts"], "expected one text in quotes"),
        (["tag", "none.jsonl"], "none.jsonl: expected a file"),
        (["tag", "half \udcff"], "text: expected both halves"),
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
    assert "Traceback" not in told


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
    (tmp_path / "out").mkdir()

    assert run_main(monkeypatch, "tag", str(file), "--output", str(tmp_path / "out")) == 1
    assert "Is a directory" in capsys.readouterr().err
