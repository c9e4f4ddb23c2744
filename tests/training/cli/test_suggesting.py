import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from nomen.training.cli.main import cli
from nomen.training.errors import CorpusError
from tests.training.formats.files import write

TEXT = "It rained all day. She took Norflex with Tillie Mundo. The tea was cold.\n"


def run(*arguments: object) -> tuple[int, str]:
    done = CliRunner().invoke(cli, ["suggest", "en", *(str(each) for each in arguments)])
    return done.exit_code, done.output


def test_sentences_are_written_for_a_tool(tmp_path: Path) -> None:
    notes, output = write(tmp_path, "notes.txt", TEXT), tmp_path / "tasks.json"
    code, told = run(notes, "--number", 2, "--for", "label-studio", "--output", output)
    assert code == 0
    assert told.startswith(f"{output}: 2 sentences, ")
    assert told.endswith("chosen from 3 sentences\n")
    assert "Norflex" in json.loads(output.read_text(encoding="utf-8"))[0]["data"]["text"]


def test_labelled_files_are_left_out(tmp_path: Path) -> None:
    notes, output = write(tmp_path, "notes.txt", TEXT), tmp_path / "more.jsonl"
    done = write(tmp_path, "done.conll", "It O\nrained O\nall O\nday O\n. O\n")
    code, told = run(notes, "--labelled", done, "--by-chance", "--output", output)
    assert (code, "1 of them labelled already" in told) == (0, True)
    assert len(output.read_text(encoding="utf-8").splitlines()) == 2


@pytest.mark.parametrize("options", [["--format", "conll"], ["--type", "PATIENT"]])
def test_options_of_labelled_files_need_some(tmp_path: Path, options: list[str]) -> None:
    notes = write(tmp_path, "notes.txt", TEXT)
    assert run(notes, "--output", tmp_path / "a.jsonl", *options)[0] == 2


def test_nothing_is_written_over(tmp_path: Path) -> None:
    notes, output = write(tmp_path, "notes.txt", TEXT), write(tmp_path, "a.jsonl", "kept")
    code, told = run(notes, "--output", output)
    assert (code, "--force" in told, output.read_text()) == (2, True, "kept")
    assert run(notes, "--output", output, "--force")[0] == 0


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    done = CliRunner().invoke(
        cli, ["suggest", "en", str(tmp_path / "none.txt"), "--output", str(tmp_path / "a.jsonl")]
    )
    assert isinstance(done.exception, CorpusError)
