"""Folders of small files for the tests of `nomen tag` and `nomen redact`, and their commands."""

import json
from collections.abc import Mapping
from pathlib import Path

from typer.testing import CliRunner, Result

from nomen.service.cli import app

FILES = {
    "letter.txt": "Harry Potter met Angela Merkel.\r\nHe waved.\n",
    "records.jsonl": (
        '{"id": 1, "text": "Ron Weasley waved."}\n\n{"text": "Nobody waved.", "n": 1e5}\n'
    ),
    "array.json": '[{"text": "Angela Merkel waved."},\n {"text": "Ron Weasley slept."} ]\n',
    "table.csv": (
        '\ufeffid,note,"who"\r\n1,"Ron ""Bilius"" Weasley\r\nwaved",x\r\n2,Harry Potter,"a,b"\r\n'
    ),
}
"""Files by their names. All names of persons are those that the bundle `en` finds."""


def write_files(folder: Path, files: Mapping[str, str | bytes] = FILES) -> Path:
    """Write files into a folder."""
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def run(*arguments: str | Path, stdin: str | bytes | None = None) -> Result:
    """Run `nomen` in this process."""
    return CliRunner().invoke(app, [str(each) for each in arguments], input=stdin)


def lines_of(content: bytes | str) -> list[dict[str, object]]:
    """Read JSON Lines."""
    return [json.loads(line) for line in content.splitlines()]
