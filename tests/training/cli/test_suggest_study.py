from pathlib import Path

import pytest
from typer.testing import CliRunner

from nomen.training.cli.main import cli
from tests.training.experiments.suggesting.test_pool import register


def run(*arguments: object) -> tuple[int, str]:
    done = CliRunner().invoke(cli, ["suggest-study", *(str(each) for each in arguments)])
    return done.exit_code, done.output


def test_a_study_prints_a_table(
    tiny_bundle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = register(tmp_path / "sets", monkeypatch, num_documents=6)
    options = ["--strategy", "random", "--number", 3, "--seed", 1, "--run", tmp_path / "run"]
    code, told = run("notes", "--bundle", tiny_bundle, "--documents", folder, *options)
    assert code == 0
    assert "untouched" in told


def test_an_unknown_strategy_is_refused() -> None:
    code, told = run("notes", "--strategy", "luck")
    assert (code, "expected random, entropy" in told) == (2, True)
