import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from nomen.training.cli.main import cli

RECORD = {"text": "Quillon ran. Quillon sat.", "spans": [[0, 7], [13, 20]], "doc": "a"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "dev").mkdir()
    (tmp_path / "dev" / "own.jsonl").write_text(json.dumps(RECORD), encoding="utf-8")
    return tmp_path


def invoked(bundle: Path, folder: Path, *options: str) -> str:
    arguments = [str(bundle), "--documents", str(folder), *options]
    return CliRunner().invoke(cli, ["documents", *arguments]).stdout


def test_the_figures_of_each_set_are_printed(tiny_bundle: Path, folder: Path) -> None:
    shown = invoked(tiny_bundle, folder)

    assert "Names in documents: tiny" in shown
    assert "mean of 1 sets" in shown


def test_the_figures_of_each_set_are_json(tiny_bundle: Path, folder: Path) -> None:
    found = json.loads(invoked(tiny_bundle, folder, "--json"))

    assert found["sets"]["own"]["figures"]["num_names"] == 2
    assert found["genres"].keys() == {"own"}
