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


def test_files_of_other_formats_are_read_too(tmp_path: Path) -> None:
    path = tmp_path / "own.data"
    path.write_text('[{"tokenized_text": ["Ann", "left"], "ner": [[0, 0, "x"]]}]', "utf-8")
    chosen = ("--format", "gliner", "--type", "x", "--json")
    done = CliRunner().invoke(cli, ["agreement", str(path), *chosen])
    assert json.loads(done.stdout)[0]["token_rate"] == 1.0
    (tmp_path / "a.txt").write_text("Ann left", encoding="utf-8")
    (tmp_path / "a.ann").write_text("T1\tPER 0 3\tAnn\n", encoding="utf-8")
    done = CliRunner().invoke(cli, ["agreement", str(tmp_path), "--json"])
    assert json.loads(done.stdout)[0]["name_token_rate"] == 1.0


def test_a_language_stands_for_the_sets_of_its_corpora(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NOMEN_LANGUAGES", str(tmp_path))
    done = CliRunner().invoke(cli, ["agreement", "--language", "fr", "--corpora", str(tmp_path)])
    assert done.exit_code == 2
    assert "expected sets" in done.stderr
