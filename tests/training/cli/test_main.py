"""The commands of `nomen-train` as a user runs them.

They stand in `training/cli/main.py`, `training/cli/fitting.py`, `training/cli/bundles.py`,
`training/cli/cells.py`, `training/cli/measuring.py` and `training/cli/options.py`.
"""

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
    for command in ("fit", "evaluate", "agreement", "export", "requantise", "compare", "baseline"):
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
    assert shown.count("false negatives: ") == shown.count("false positives: ") == 2


def test_agreement_prints_how_often_tokens_and_names_are_found_again(tmp_path: Path) -> None:
    path = tmp_path / "own.conll"
    path.write_text("J\tB-PER\n.\tO\nmet\tO\nBob\tB-PER\n.\tO\n", encoding="utf-8")
    (found,) = json.loads(nomen_train("agreement", path, "--json").stdout)
    assert found == {
        "name": str(path),
        "token_rate": 0.6,
        "name_token_rate": 0.5,
        "name_boundary_rate": 0.5,
    }


def test_fit_shows_what_it_read_before_it_trains(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    done = nomen_train("fit", "tests/data/recipe.toml", "--run", tmp_path / "file" / "run")
    first, second, third, fourth = done.stdout.splitlines()
    read = "own/train, from tests/data/train.conll: 159 sentences, 1,660 tokens, 124 names"
    assert first.startswith(read)
    assert second.startswith("own/train, first sentence: [Adaeze Nwachukwu] said the clinic")
    assert third.startswith("own/dev, from tests/data/dev.jsonl: ")
    assert fourth == "begins with: random weights"


def test_evaluate_reads_the_columns_and_types_it_is_told(tiny_bundle: Path, tmp_path: Path) -> None:
    path = tmp_path / "own.conll"
    path.write_text("1\tAnn\tB-NAME\tx\n2\tleft\tO\tx\n", encoding="utf-8")
    chosen = ("--token-column", "1", "--tag-column", "2", "--type", "name")
    done = nomen_train("evaluate", tiny_bundle, path, *chosen, "--json")
    assert json.loads(done.stdout)[0]["evaluation"]["num_names"] == 1
    refused = nomen_train("evaluate", tiny_bundle, path, "--tag-column", "2")
    assert refused.returncode == 2
    assert "column 0: expected tokens, found numbers" in refused.stderr


def test_the_module_runs_as_the_command_does() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "nomen.training.cli.main", "--help"],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert "fit" in done.stdout


def test_a_training_that_learned_nothing_is_one_line_and_exit_code_1(tmp_path: Path) -> None:
    text = Path("tests/data/recipe.toml").read_text(encoding="utf-8")
    text = text.replace("max_epochs = 28", "max_epochs = 2")
    text = text.replace('"train.conll"', f'"{Path("tests/data/train.conll").resolve()}"')
    text = text.replace('"dev.jsonl"', f'"{Path("tests/data/dev.jsonl").resolve()}"')
    (tmp_path / "recipe.toml").write_text(text, encoding="utf-8")
    done = nomen_train("fit", tmp_path / "recipe.toml", "--run", tmp_path / "run")
    assert done.returncode == 1
    assert done.stderr.strip().splitlines()[-1].startswith("error: no bundle was written: ")
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "run" / "bundle").exists()


def test_a_bundle_is_not_renewed_by_another_recipe(tmp_path: Path) -> None:
    done = nomen_train("requantise", "en", "tests/data/recipe.toml", "--target", tmp_path / "new")
    assert done.returncode == 2
    assert "expected the name and the network of the recipe own" in done.stderr
    assert not (tmp_path / "new").exists()
