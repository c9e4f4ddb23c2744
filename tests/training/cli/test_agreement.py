import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from nomen.training.cli.main import cli


@pytest.mark.parametrize("as_json", [True, False])
def test_agreement_tells_how_often_tokens_are_found_again(tmp_path: Path, *, as_json: bool) -> None:
    path = tmp_path / "own.conll"
    path.write_text("J\tB-PER\n.\tO\nmet\tO\nBob\tB-PER\n.\tO\n", encoding="utf-8")
    done = CliRunner().invoke(cli, ["agreement", str(path), *["--json"] * as_json])
    if as_json:
        assert json.loads(done.stdout)[0]["token_rate"] == 0.6
    else:
        assert "0.6000" in done.stdout
        assert "names bounded by tokens" in done.stdout
