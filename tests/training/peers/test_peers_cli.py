import json
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from training.errors import TrainingError
from training.peers_cli import app

RECIPE, DEV = "tests/data/recipe.toml", "tests/data/dev.jsonl"


def test_sets_or_the_suite_must_be_asked_for(tmp_path: Path) -> None:
    for arguments in ([], [DEV, "--suite"]):
        done = CliRunner().invoke(app, ["evaluate", "crf", str(tmp_path), *arguments])
        assert done.exit_code == 2
        assert "expected sets or --suite" in done.output


def test_a_peer_that_is_not_installed_is_told_before_corpora_are_read(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "spacy", None)
    done = CliRunner().invoke(app, ["train", "spacy", "en.toml", "--run", str(tmp_path)])
    assert isinstance(done.exception, TrainingError)


def test_a_peer_is_trained_and_measured(tmp_path: Path) -> None:
    pytest.importorskip("sklearn_crfsuite", reason="needs the extra `bench`")
    run = str(tmp_path / "run")
    trained = CliRunner().invoke(app, ["train", "crf", RECIPE, "--run", run, "--max-steps", "9"])
    assert trained.exit_code == 0
    assert "precision" in trained.stdout
    measured = CliRunner().invoke(app, ["evaluate", "crf", run, DEV, "--json"])
    (found,) = json.loads(measured.stdout)
    assert found["name"] == DEV
    assert found["evaluation"]["f1"] > 0.3
    assert "F1" in CliRunner().invoke(app, ["evaluate", "crf", run, DEV]).stdout
