import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from nomen.training.cli.main import cli
from nomen.training.cli.suite import print_suite
from tests.training.evaluation.robustness.suite_results import FULL, SUMMARY


def test_the_terminal_shows_the_overview_and_the_summary(
    capsys: pytest.CaptureFixture[str],
) -> None:
    print_suite(FULL)
    shown = capsys.readouterr().out
    assert "Suite of en" in shown
    assert shown.endswith(SUMMARY + "\n")


@pytest.mark.slow
@pytest.mark.parametrize("as_json", [True, False])
def test_the_suite_is_run_from_the_command_line(
    tiny_bundle: Path, corpora: Path, tmp_path: Path, *, as_json: bool
) -> None:
    few = tmp_path / "corpora"
    (few / "wnut17").mkdir(parents=True)
    (few / "wnut17" / "dev.conll").symlink_to(corpora / "wnut17" / "dev.conll")
    options = ["--suite", "--corpora", str(few), "--out", str(tmp_path), *["--json"] * as_json]
    done = CliRunner().invoke(cli, ["evaluate", str(tiny_bundle), *options])
    assert done.exit_code == 0
    assert (tmp_path / "suite.md").exists()
    if as_json:
        assert json.loads(done.stdout)["name"] == "tiny"
    else:
        assert "mean F1 over dev sets" in done.stdout
