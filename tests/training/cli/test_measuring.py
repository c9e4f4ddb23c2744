import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from nomen.training.cli.main import cli
from nomen.training.cli.measuring import print_evaluations
from nomen.training.evaluation.evaluation import Evaluation

DEV = "tests/data/dev.jsonl"
EVALUATION = Evaluation(
    num_sentences=3, num_tokens=15, num_names=1200, precision=0.5, recall=0.25, f1=1 / 3,
    f1_low=0.3, f1_high=0.4, average_precision=0.9, brier=0.01, ece=0.02, num_unsure_tokens=4,
)  # fmt: skip


@pytest.mark.parametrize("arguments", [["en"], ["en", "wnut17/dev", "--suite"]])
def test_either_sets_or_the_suite_is_asked_for(arguments: list[str]) -> None:
    done = CliRunner().invoke(cli, ["evaluate", *arguments])
    assert done.exit_code == 2
    assert "expected sets or --suite" in done.output


def test_columns_must_differ(tmp_path: Path) -> None:
    done = CliRunner().invoke(cli, ["evaluate", "en", str(tmp_path), "--tag-column", "0"])
    assert done.exit_code == 2
    assert "expected different columns" in done.output


def test_an_evaluation_is_a_row_in_points(capsys: pytest.CaptureFixture[str]) -> None:
    print_evaluations({"own/dev": EVALUATION})
    row = next(line for line in capsys.readouterr().out.splitlines() if "own/dev" in line)
    cells = [cell.strip() for cell in row.split("│")[1:-1]]
    assert cells == [
        "own/dev", "1,200", "50.0", "25.0", "33.3", "30.0–40.0", "0.900", "0.0100", "0.020",
    ]  # fmt: skip


def test_the_worst_sentences_are_in_the_json(tiny_bundle: Path) -> None:
    done = CliRunner().invoke(cli, ["evaluate", str(tiny_bundle), DEV, "--json", "--worst", "1"])
    (measured,) = json.loads(done.stdout)
    assert measured["name"] == DEV
    assert measured["evaluation"]["num_sentences"] > 40
    assert measured["worst"][0].keys() == {"tokens", "missed", "invented"}


def test_the_worst_sentences_stand_below_the_table(tiny_bundle: Path) -> None:
    done = CliRunner().invoke(cli, ["evaluate", str(tiny_bundle), DEV, "--worst", "2"])
    assert "precision" in done.stdout
    assert done.stdout.count("false negatives: ") == done.stdout.count("false positives: ") == 2
