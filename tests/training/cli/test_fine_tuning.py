from pathlib import Path

from typer.testing import CliRunner

from nomen.training.cli.main import cli


def test_a_set_that_nobody_registered_is_told(tmp_path: Path) -> None:
    arguments = ["fine-tuning-table", "nowhere", "--out", str(tmp_path / "out")]
    done = CliRunner().invoke(cli, arguments)
    assert str(done.exception).startswith("nowhere: no set of documents of that name")
    assert not (tmp_path / "out").exists()
