from dataclasses import replace
from pathlib import Path

import pytest

from nomen.training.evaluation.robustness.plots import draw_suite
from nomen.training.evaluation.robustness.results import SuiteResult
from tests.training.evaluation.robustness.suite_results import FULL, LEAST, SHORT_TEXTS

ALL = ["f1-by-set.png", "changed.png", "names.png", "frames.png", "reliability.png"]


@pytest.mark.parametrize(
    ("result", "names"),
    [
        (LEAST, ALL[:1]),
        (FULL, ALL),
        (
            replace(FULL, swaps=None, short_texts=SHORT_TEXTS),
            ["f1-by-set.png", "changed.png", "reliability.png"],
        ),
    ],
)
def test_a_plot_is_drawn_for_each_part_that_has_figures(
    tmp_path: Path, result: SuiteResult, names: list[str]
) -> None:
    assert draw_suite(result, tmp_path) == names
    assert {path.name for path in tmp_path.iterdir()} == set(names)
    assert all(path.read_bytes().startswith(b"\x89PNG") for path in tmp_path.iterdir())
