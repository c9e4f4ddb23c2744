from dataclasses import replace
from pathlib import Path

import pytest

from nomen.training.errors import TrainingError
from nomen.training.runs.training_run import TrainingRun, joined_run
from tests.training.processes import Second


def test_a_stage_reads_the_same_and_writes_into_a_folder_of_its_own() -> None:
    run = TrainingRun(
        corpora=Path("corpora"), texts=Path("raw"), folder=Path("runs/en"), resume=True
    )
    assert run.stage("teacher-2") == TrainingRun(
        corpora=Path("corpora"), texts=Path("raw"), folder=Path("runs/en/teacher-2"), resume=True
    )


def test_a_run_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "run").touch()
    with pytest.raises(TrainingError, match="run: expected a folder for the run, found a file"):
        TrainingRun(corpora=tmp_path, texts=tmp_path, folder=tmp_path / "run")


@pytest.mark.parametrize("folder", ["corpora", "raw", "raw/../corpora"])
def test_a_run_does_not_write_into_what_it_reads(folder: str, tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="holds corpora or texts; expected another folder"):
        TrainingRun(corpora=tmp_path / "corpora", texts=tmp_path / "raw", folder=tmp_path / folder)


def test_the_processes_of_a_run_join_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WORLD_SIZE", raising=False)
    run = TrainingRun(corpora=tmp_path / "a", texts=tmp_path / "b", folder=tmp_path / "run")
    with joined_run(run) as joined, joined_run(joined) as again:
        assert run == joined == again
    second = replace(run, processes=Second())
    with joined_run(second) as joined:
        assert joined is second
