import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from nomen.model.names.consistency import Features
from nomen.training.cli.main import cli

RECORD = {"text": "Quillon ran. Quillon sat.", "spans": [[0, 7], [13, 20]], "doc": "a"}


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    for split in ("train", "dev"):
        (tmp_path / split).mkdir()
        (tmp_path / split / "own.jsonl").write_text(json.dumps(RECORD), encoding="utf-8")
    return tmp_path


def invoked(bundle: Path, documents: Path, *options: str) -> str:
    arguments = [str(bundle), "--documents", str(documents), "--corpora", str(documents)]
    return CliRunner().invoke(cli, ["consistency", *arguments, *options]).stdout


def test_the_figures_of_each_set_are_printed(tiny_bundle: Path, documents: Path) -> None:
    shown = invoked(tiny_bundle, documents)
    assert "own/dev (1)" in shown
    assert "all (1)" in shown


def test_the_figures_of_each_set_are_json(tiny_bundle: Path, documents: Path) -> None:
    figures = json.loads(invoked(tiny_bundle, documents, "--json"))
    assert figures["own/dev"]["letters"] == figures["all"]["letters"] == 14


def test_the_weights_that_fit_are_json(documents: Path) -> None:
    text = "Dr. Ada Quillon spoke first. Quillon: yes. QUILLON; ORDERS; QUILLON"
    records = [{"text": text, "spans": [[4, 15]], "doc": name} for name in "ab"]
    lines = "".join(f"{json.dumps(record)}\n" for record in records)
    (documents / "dev" / "own.jsonl").write_text(lines, encoding="utf-8")
    found = json.loads(invoked(Path("model/pretrained/en"), documents, "--fit", "--json"))
    assert found["weights"].keys() == set(Features._fields)
    assert "all" in found["sets"]
