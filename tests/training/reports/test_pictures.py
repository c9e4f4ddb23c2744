from pathlib import Path

import pytest

from nomen.training.evaluation.evaluation import Evaluation, evaluate
from nomen.training.reports.pictures import (
    draw_calibration,
    draw_f1_by_set,
    draw_precision_recall,
)
from tests.training.reports.made import MANY, all_right, nothing_found, predictions

HALF = predictions(MANY, [sentence.names[:1] for sentence in MANY])


def figures(number: int) -> dict[str, Evaluation]:
    return {f"corpus{i}/dev": evaluate(HALF) for i in range(number)}


@pytest.mark.parametrize("number", [1, 20])
def test_each_set_has_a_row_and_the_picture_grows_with_them(number: int) -> None:
    picture = draw_f1_by_set(figures(number), {})
    (axes,) = picture.axes
    assert [label.get_text() for label in axes.get_yticklabels()] == list(figures(number))
    assert picture.get_size_inches()[1] == pytest.approx(1.5 + 0.28 * number)


def test_the_bundle_of_before_is_drawn_where_there_is_one() -> None:
    before = {"corpus0/dev": evaluate(nothing_found(MANY))}
    legends = [draw_f1_by_set(figures(1), each).axes[0].get_legend() for each in (before, {})]
    told = [[text.get_text() for text in legend.get_texts()] for legend in legends if legend]
    assert told == [["before", "after, 95 % interval"], ["95 % interval"]]


def test_calibration_is_drawn_with_its_error_and_its_number_of_tokens() -> None:
    (axes,) = draw_calibration({"dev": HALF, "test": all_right(MANY[:3])}).axes
    legend = axes.get_legend()
    assert legend is not None
    assert [text.get_text() for text in legend.get_texts()] == [
        "perfect",
        "dev: error 0.033, 300 tokens",
        "test: error 0.100, 15 tokens",
    ]


def test_precision_and_recall_are_drawn_with_their_area() -> None:
    (axes,) = draw_precision_recall({"dev": all_right(MANY)}).axes
    legend = axes.get_legend()
    assert legend is not None
    assert legend.get_texts()[0].get_text() == "dev, average precision 1.000"


def test_pictures_of_many_corpora_can_be_saved(tmp_path: Path) -> None:
    draw_f1_by_set(figures(20), figures(20)).savefig(tmp_path / "f1.png")
    assert (tmp_path / "f1.png").read_bytes().startswith(b"\x89PNG")
