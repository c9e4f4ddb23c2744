import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from nomen.training.cli.main import cli

RECORD = {"text": "Quillon ran. Quillon sat.", "spans": [[0, 7], [13, 20]], "doc": "a"}
CASE = {"id": "1", "kind": "greeting", "text": "Hi Bo", "expected_names": [[3, 5]]}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "documents" / "dev").mkdir(parents=True)
    (tmp_path / "cases").mkdir()
    (tmp_path / "documents" / "dev" / "own.jsonl").write_text(json.dumps(RECORD))
    (tmp_path / "cases" / "own.jsonl").write_text(json.dumps(CASE))
    return tmp_path / "documents"


def invoked(bundle: Path, folder: Path, *options: str) -> str:
    arguments = [str(bundle), "--documents", str(folder), *options]
    return CliRunner().invoke(cli, ["documents", *arguments]).stdout


def test_the_figures_of_each_set_are_printed(tiny_bundle: Path, folder: Path) -> None:
    shown = invoked(tiny_bundle, folder)

    assert "Names in documents: tiny" in shown
    assert "mean of 1 sets" in shown
    assert "Small cases" in shown


def test_the_figures_of_each_set_are_json(tiny_bundle: Path, folder: Path) -> None:
    found = json.loads(invoked(tiny_bundle, folder, "--json"))

    assert found["documents"]["sets"]["own"]["figures"]["num_names"] == 2
    assert found["documents"]["genres"].keys() == {"own"}
    assert (found["cases"]["num_cases"], found["rewritten"]) == (1, {})


def test_rewritten_documents_are_measured_if_asked_for(tiny_bundle: Path, folder: Path) -> None:
    found = json.loads(invoked(tiny_bundle, folder, "--json", "--rewritten"))

    assert list(found["rewritten"]) == ["lower", "UPPER"]


def test_each_mistake_is_a_line(tiny_bundle: Path, folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "mistakes.jsonl"
    invoked(tiny_bundle, folder, "--threshold", "1", "--errors", str(path))
    lines = [json.loads(line) for line in path.read_bytes().splitlines()]

    assert [(line["genre"], line["fault"], line["expected"]) for line in lines] == [
        ("own", "missed", "Quillon"),
        ("own", "missed", "Quillon"),
        ("greeting", "missed", "Bo"),
    ]
