from pathlib import Path

import pytest

from nomen.training.experiments.suggesting.results import read_results
from nomen.training.experiments.suggesting.study import RESULTS, StudyConfig, run_study
from tests.training.experiments.suggesting.test_pool import register


def test_a_study_is_resumed(
    tiny_bundle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = register(tmp_path / "sets", monkeypatch, num_documents=6)
    config = StudyConfig(
        bundle=str(tiny_bundle),
        sets=["notes"],
        strategies=["random", "length 0"],
        numbers=[3],
        seeds=[1],
    )
    run = tmp_path / "run"
    results = run_study(config, documents=folder, corpora=folder, run=run)
    assert [each.strategy for each in results] == ["", "random", "length 0"]
    assert [each.number for each in results] == [0, 3, 3]
    assert len(results[0].counts) == 3
    again = run_study(config, documents=folder, corpora=folder, run=run)
    assert again == results
    assert len(list(read_results(run / RESULTS))) == 3
