from pathlib import Path

import pytest

from nomen.training.experiments.cells_results import VariantResult
from tests.training.experiments.results import result

FOUND = result("gru", bidirectional=False)


def test_a_result_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "new" / "gru.json"
    FOUND.write(path)
    assert VariantResult.from_file(path, digest="abc") == FOUND
    assert list(path.parent.iterdir()) == [path]


def test_a_result_of_another_config_is_none(tmp_path: Path) -> None:
    FOUND.write(tmp_path / "gru.json")
    assert VariantResult.from_file(tmp_path / "gru.json", digest="abd") is None


@pytest.mark.parametrize("content", [None, "", '{"network"', "{}"])
def test_a_missing_or_damaged_result_is_none(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "gru.json"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    assert VariantResult.from_file(path, digest="abc") is None


def test_speed_is_in_labelled_tokens_per_second() -> None:
    assert FOUND.tokens_per_second == 4500
