from pathlib import Path

from typer.testing import CliRunner

from nomen.service.cli import app
from nomen.service.keys.key import read_key
from nomen.service.keys.key_ring import KeyRing


def test_a_new_key_is_printed_alone_and_its_line_aside() -> None:
    result = CliRunner().invoke(app, ["keys", "new", "web", "--routes", "/v1/tag"])

    assert result.exit_code == 0
    assert result.stdout.startswith("nomen_")
    assert read_key(result.stderr.splitlines()[1]).routes == ("/v1/tag",)
    assert result.stdout.strip() not in result.stderr


def test_a_new_key_is_added_to_the_file_of_the_setting(tmp_path: Path) -> None:
    file = tmp_path / "keys"
    result = CliRunner().invoke(app, ["keys", "new", "web"], env={"NOMEN_KEYS_FILE": str(file)})

    assert KeyRing(file).find(result.stdout.strip().encode()) is not None
    assert result.stderr == ""


def test_help_has_an_example() -> None:
    assert "Example" in CliRunner().invoke(app, ["keys", "new", "--help"]).stdout
