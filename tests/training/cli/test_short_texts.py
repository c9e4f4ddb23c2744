import json
from pathlib import Path

from typer.testing import CliRunner

from nomen.training.cli.main import cli


def invoked(bundle: Path, *options: str) -> str:
    arguments = ["short-texts", str(bundle), "--corpora", str(bundle / "none"), *options]
    done = CliRunner().invoke(cli, arguments)
    assert done.exit_code == 0
    return done.stdout


def test_short_texts_are_measured_from_the_command_line(tiny_bundle: Path) -> None:
    shown = invoked(tiny_bundle, "--examples")

    assert "Nothing to find" in shown
    assert "Names that are words, not found\n" in shown
    assert "F1 of names that are words" in shown.splitlines()[-3]


def test_short_texts_are_json(tiny_bundle: Path) -> None:
    found = json.loads(invoked(tiny_bundle, "--json"))

    assert found["frames"] is None
    assert found["nothing"]["num_texts"] >= 250
