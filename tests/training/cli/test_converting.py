from pathlib import Path

from typer.testing import CliRunner

from nomen.training.cli.main import cli
from tests.training.formats.files import write


def run(*arguments: object) -> tuple[int, str]:
    done = CliRunner().invoke(cli, [str(argument) for argument in arguments])
    return done.exit_code, done.output


def test_files_are_converted(tmp_path: Path) -> None:
    path, output = write(tmp_path, "a.conll", "Ada B-PER\nleft O\n"), tmp_path / "out.jsonl.gz"
    assert run("convert", path, "--output", output) == (0, f"{output}: 1 records, 1 spans\n")
    code, told = run("convert", path, "--output", output)
    assert (code, "--force" in told) == (2, True)
    assert run("convert", path, "--output", output, "--force")[0] == 0
