"""The list of corpora; `fetch` is tested beside its downloads, in `data/test_download.py`."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from nomen.training.cli.corpora import app
from nomen.training.cli.main import main
from nomen.training.data.registry import registry


def test_the_option_comes_before_the_variable_and_that_before_the_default(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def first_corpus_in(*options: str) -> str:
        rows = json.loads(CliRunner().invoke(app, ["--json", *options]).stdout)
        return str(rows[0]["splits"]["train"])

    for folder in ("corpora", "elsewhere", "here"):
        (tmp_path / folder / "wnut17").mkdir(parents=True)
    (tmp_path / "elsewhere" / "wnut17" / "train.conll").write_text("Ada\tB-PER\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NOMEN_CORPORA", raising=False)
    assert first_corpus_in() == "absent"
    monkeypatch.setenv("NOMEN_CORPORA", "elsewhere")
    assert first_corpus_in() == "differs"
    assert first_corpus_in("--corpora", "here") == "absent"


def test_the_list_has_a_plain_line_for_each_corpus_in_a_log(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["--corpora", str(tmp_path)])
    assert result.exit_code == 0
    assert "crossner_ai\topen\ttrain absent, dev absent\tfetch\tMIT" in result.stdout
    assert "gmb\topen\ttrain absent, dev absent\tby hand\t" in result.stdout
    assert len(result.stdout.splitlines()) == len(registry())


def test_the_list_is_a_table_on_a_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "140")
    result = CliRunner().invoke(app, ["--corpora", str(tmp_path)])
    assert result.exit_code == 0
    row = next(line for line in result.stdout.splitlines() if "crossner_ai" in line)
    assert [cell.strip() for cell in row.split("│")[1:4]] == [
        "crossner_ai",
        "open",
        "train absent, dev absent",
    ]


def test_the_list_as_json_tells_a_file_that_differs(tmp_path: Path) -> None:
    (tmp_path / "wnut16").mkdir()
    (tmp_path / "wnut16" / "dev.conll").write_text("Ada\tB-PER\n")
    result = CliRunner().invoke(app, ["--json", "--corpora", str(tmp_path)])
    rows = {row["name"]: row for row in json.loads(result.stdout)}
    assert rows["wnut16"]["splits"] == {"train": "absent", "dev": "differs"}
    assert rows["gmb"]["needs"].startswith("ner_dataset.csv.zip")


def test_the_list_refuses_a_file_that_cannot_be_read_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "wnut16" / "dev.conll").mkdir(parents=True)
    monkeypatch.setattr("sys.argv", ["nomen-train", "corpora", "--corpora", str(tmp_path)])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    expected = f"error: {tmp_path}/wnut16/dev.conll: expected a readable file\n"
    assert capsys.readouterr().err == expected
