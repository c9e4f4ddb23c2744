import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from nomen.training.cli.main import cli
from tests.training.languages.small_texts import write_texts

RECIPE = """
bundles = { xx = ["nb", "fi", "ru"] }
[network]
dim = 4
[optimisation]
num_steps = 30
batch_size = 32
learning_rate = 0.02
longest = 80
"""


def test_an_identifier_is_fitted_and_measured(tmp_path: Path) -> None:
    folder = write_texts(tmp_path / "languages")
    recipe, output = tmp_path / "own.toml", tmp_path / "identifier"
    recipe.write_text(RECIPE, encoding="utf-8")
    given = ["--recipe", str(recipe), "--languages", str(folder)]
    fitted = CliRunner().invoke(cli, ["languages", "fit", str(output), *given, "--json"])
    assert json.loads(fitted.stdout)["language_100"] > 0.8
    chosen = [str(output), *given, "--samples", "5"]
    measured = CliRunner().invoke(cli, ["languages", "evaluate", *chosen])
    assert "characters" in measured.stdout
    assert "nb" in measured.stdout


@pytest.mark.parametrize("command", ["fit", "evaluate"])
def test_a_missing_folder_is_told(tmp_path: Path, command: str) -> None:
    given = ["--languages", str(tmp_path), *(["out"] if command == "fit" else [])]
    done = CliRunner().invoke(cli, ["languages", command, *given])
    assert done.exit_code == 1
    assert "expected" in str(done.exception)
