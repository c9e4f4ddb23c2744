import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
COMMAND = Path(sys.executable).with_name("nomen-train")


def nomen_train(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # a user's own command line
        [COMMAND, *arguments], capture_output=True, text=True, check=False, timeout=120
    )


def test_help_names_every_command() -> None:
    shown = nomen_train("--help").stdout
    for command in ("fit", "evaluate", "export", "requantise", "compare", "corpora"):
        assert command in shown


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("fit", "nowhere.toml"), "error: nowhere.toml: no readable recipe"),
        (("evaluate", "nowhere", "tests/data/dev.jsonl"), "error: nowhere: expected the folder"),
        (("evaluate", "en", "nowhere"), "error: nowhere: expected NAME/dev"),
        (("export", "nowhere"), "error: nowhere/recipe.json: expected"),
        (("compare", "nowhere.toml"), "error: "),
    ],
)
def test_a_users_mistake_is_one_line_and_exit_code_2(
    arguments: tuple[str, ...], message: str
) -> None:
    done = nomen_train(*arguments)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    done = nomen_train("fit", "tests/data/recipe.toml", "--run", tmp_path / "file" / "run")
    assert done.returncode == 1
    assert done.stderr.strip().splitlines()[-1].startswith("error: ")
    assert "Traceback" not in done.stderr


def test_evaluate_prints_json(tiny_bundle: Path) -> None:
    done = nomen_train("evaluate", tiny_bundle, "tests/data/dev.jsonl", "--json", "--worst", "1")
    (measured,) = json.loads(done.stdout)
    assert measured["name"] == "tests/data/dev.jsonl"
    assert 0 <= measured["evaluation"]["f1"] <= 1
    assert len(measured["worst"]) == 1


def test_evaluate_prints_a_table_and_the_worst_sentences(tiny_bundle: Path) -> None:
    shown = nomen_train("evaluate", tiny_bundle, "tests/data/dev.jsonl", "--worst", "2").stdout
    assert "precision" in shown
    assert shown.count("missed:") == 2


def test_agreement_prints_how_often_tokens_are_found_again() -> None:
    (found,) = json.loads(nomen_train("agreement", "tests/data/train.conll", "--json").stdout)
    assert found["name"] == "tests/data/train.conll"
    assert found["token_rate"] > 0.95
    assert found["name_boundary_rate"] == 1.0


def test_a_bundle_is_not_renewed_by_another_recipe(tmp_path: Path) -> None:
    done = nomen_train("requantise", "en", "tests/data/recipe.toml", "--target", tmp_path / "new")
    assert done.returncode == 2
    assert "expected the name and the network of the recipe own" in done.stderr
    assert not (tmp_path / "new").exists()
