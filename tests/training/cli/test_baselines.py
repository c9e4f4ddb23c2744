import json
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from nomen.training.cli.baselines import app
from nomen.training.errors import TrainingError

RECIPE, DEV = "tests/data/recipe.toml", "tests/data/dev.jsonl"


def test_sets_or_the_suite_must_be_asked_for(tmp_path: Path) -> None:
    for arguments in ([], [DEV, "--suite"]):
        done = CliRunner().invoke(app, ["evaluate", "crf", str(tmp_path), *arguments])
        assert done.exit_code == 2
        assert "expected sets or --suite" in done.output


@pytest.mark.parametrize("name", ["spacy", "flair", "stanza"])
def test_a_baseline_that_is_not_installed_is_refused_before_corpora_are_read(
    name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, name, None)
    done = CliRunner().invoke(app, ["train", name, "en.toml", "--run", str(tmp_path)])
    assert isinstance(done.exception, TrainingError)


@pytest.mark.parametrize("name", ["flair", "stanza"])
def test_a_recipe_without_vectors_is_refused_before_corpora_are_read(
    name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, name, json)  # something stands there
    recipe = tmp_path / "recipe.toml"
    recipe.write_text('name = "own"\ncorpora = [{ name = "conll2003" }]\n', encoding="utf-8")
    done = CliRunner().invoke(
        app, ["train", name, str(recipe), "--run", str(tmp_path), "--corpora", str(tmp_path)]
    )
    assert "expected a recipe with `pretrained`" in str(done.exception)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:`torch.cuda.amp.GradScaler.args....` is deprecated")  # Flair's
@pytest.mark.parametrize("name", ["flair", "stanza"])
def test_a_baseline_with_vectors_is_trained_and_measured(name: str, tmp_path: Path) -> None:
    pytest.importorskip(name, reason="needs an environment of its own")
    recipe, run = tmp_path / "recipe.toml", str(tmp_path / "run")
    corpus = f'name = "own", train = "{Path(DEV).resolve()}", dev = "{Path(DEV).resolve()}"'
    recipe.write_text(f'name = "own"\ncorpora = [{{ {corpus} }}]\npretrained = "en"\n', "utf-8")
    trained = CliRunner().invoke(
        app, ["train", name, str(recipe), "--run", run, "--max-steps", "1"]
    )
    assert trained.exit_code == 0
    assert "precision" in trained.stdout
    measured = CliRunner().invoke(app, ["evaluate", name, run, DEV, "--json"])
    (found,) = json.loads(measured.stdout)
    assert found["name"] == DEV


def test_a_baseline_is_trained_and_measured(tmp_path: Path) -> None:
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
