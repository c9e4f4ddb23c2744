from pathlib import Path

import pytest

from nomen.service.files.sources import SourceError
from tests.service.files.folders import run


@pytest.fixture
def command(tmp_path: Path) -> list[str]:
    """Give a command whose outputs are all there, so that it needs no cluster."""
    for name in ("in/a.txt", "out/a.redacted.txt"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text("Harry Potter waved.", encoding="utf-8")
    folders = (str(tmp_path / "in"), "--output", str(tmp_path / "out"))
    return ["redact", *folders, "--engine", "ray", "--resume"]


@pytest.mark.parametrize(
    "other",
    [
        ["--operator", "mask"],
        ["--operator", "number", "--scope", "file"],
        ["--operator", "number", "--threshold", "0.1"],
        ["--operator", "number", "--encoding", "utf-8"],
        ["--operator", "number", "--bundle", "en-open"],
    ],
)
def test_a_run_with_other_options_does_not_go_on(command: list[str], other: list[str]) -> None:
    first = run(*command, "--operator", "number")
    again = run(*command, "--operator", "number")
    refused = run(*command, *other)

    assert (first.exit_code, again.exit_code) == (0, 0)
    assert isinstance(refused.exception, SourceError)
    assert str(refused.exception) == (
        "--resume: expected the options and the bundle of the run that wrote this folder"
    )
