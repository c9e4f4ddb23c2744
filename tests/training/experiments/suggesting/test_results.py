from pathlib import Path

from nomen.training.experiments.suggesting.results import add_result, read_results
from tests.training.experiments.suggesting.results import result


def test_results_are_read_back(tmp_path: Path) -> None:
    path = tmp_path / "results.jsonl"
    assert list(read_results(path)) == []
    for seed in (1, 2):
        add_result(path, result(seed=seed))
    assert list(read_results(path)) == [result(seed=1), result(seed=2)]
    assert result(seed=2).key == ("notes", "random", 100, 2)
    assert result().rows().shape == (10, 3)


def test_a_line_that_was_cut_off_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "results.jsonl"
    add_result(path, result())
    with path.open("a", encoding="utf-8") as file:
        file.write('{"set_name": "no')
    assert list(read_results(path)) == [result()]
