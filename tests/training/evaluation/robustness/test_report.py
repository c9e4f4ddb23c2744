import json
from pathlib import Path

import pytest

from nomen.training.evaluation.robustness.report import suite_json, write_suite
from tests.training.evaluation.robustness.suite_results import FULL, LEAST


def test_the_page_tells_how_names_were_chosen(tmp_path: Path) -> None:
    page = write_suite(FULL, tmp_path / "new" / "folder").read_text(encoding="utf-8")
    assert "| X5 F | Nordic | 5 | 6 families | both halves | 1,200 | 75.0 (65.0–85.0) |" in page
    assert "Left out, because they have too few names: ZA F." in page
    assert "- Austin grew. — Austin" in page


def test_the_page_shows_short_texts_on_one_line_each(tmp_path: Path) -> None:
    page = write_suite(FULL, tmp_path).read_text(encoding="utf-8")
    assert "- Love,⏎Gran — Gran" in page
    assert "- Ask May.\n" in page
    assert "## False names in redacted frames" not in page


def test_the_page_shows_documents_by_genre_and_cases(tmp_path: Path) -> None:
    page = write_suite(FULL, tmp_path).read_text(encoding="utf-8")
    assert "## Documents by genre at each preset" in page
    assert "| greeting | 1 | 1 | 100.0 |" in page


def test_a_page_without_probabilities_or_names_is_written(tmp_path: Path) -> None:
    page = write_suite(LEAST, tmp_path).read_text(encoding="utf-8")
    assert "fathers" not in page
    assert "## Calibration" not in page
    assert [path.name for path in tmp_path.glob("*.png")] == ["f1-by-set.png"]


def test_all_figures_are_in_the_json() -> None:
    found = json.loads(suite_json(FULL))
    assert found["swaps"]["groups"]["X5 F"]["figures"]["recall"]["low"] == pytest.approx(0.65)
    assert found["calibration"]["pooled"]["bins"][0]["num_tokens"] == 450
