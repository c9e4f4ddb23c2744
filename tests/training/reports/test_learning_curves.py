from itertools import pairwise
from pathlib import Path

import pytest

from nomen.training.reports.learning_curves import (
    Curve,
    chosen_epoch,
    draw_learning,
    draw_steps,
    read_curves,
    spread,
)


def write(folder: Path, start: str, text: str) -> None:
    (folder / start).mkdir()
    (folder / start / "metrics.csv").write_text(text, encoding="utf-8")


def test_each_curve_has_the_steps_at_which_it_was_logged(tmp_path: Path) -> None:
    write(tmp_path, "000", "epoch,step,train_loss,dev_f1\n0,19,0.5,\n0,20,,0.25\n1,39,0.4,\n")
    assert read_curves(tmp_path) == {
        "train_loss": ([19, 39], [0.5, 0.4]),
        "dev_f1": ([20], [0.25]),
    }


def test_a_resumed_training_goes_on_where_it_was_taken_up(tmp_path: Path) -> None:
    write(tmp_path, "000", "step,train_loss\n10,0.9\n20,0.8\n30,0.7\n")
    write(tmp_path, "001", "step,train_loss\n20,0.81\n30,0.71\n")
    assert read_curves(tmp_path) == {"train_loss": ([10, 20, 30], [0.9, 0.81, 0.71])}


def test_a_training_without_a_log_has_no_curves(tmp_path: Path) -> None:
    assert read_curves(tmp_path) == {}


@pytest.mark.parametrize(
    ("values", "epoch"), [([0.1, 0.5, 0.3], 1), ([0.5, 0.5, 0.3], 1), ([], None)]
)
def test_the_chosen_epoch_is_the_last_of_the_best(values: list[float], epoch: int | None) -> None:
    assert chosen_epoch({"dev_f1": Curve([*range(len(values))], values)}) == epoch


def test_the_chosen_epoch_is_marked_in_both_pictures_of_an_epoch() -> None:
    f1 = Curve([10, 20, 30], [0.1, 0.6, 0.5])
    figure = draw_learning({"dev_f1": f1, "dev_f1/own": f1, "dev_loss": Curve([10, 20], [2, 1])})
    assert [[text.get_text() for text in axes.texts] for axes in figure.axes] == [["epoch 2"]] * 2
    assert figure.axes[0].get_title() == "dev F1 of own"


def test_every_corpus_has_its_name_beside_its_curve() -> None:
    corpora = {f"dev_f1/corpus{i}": Curve([1, 2], [0.2, 0.9]) for i in range(20)}
    figure = draw_learning({"dev_f1": Curve([1, 2], [0.2, 0.9]), **corpora})
    texts = figure.axes[0].texts[:-1]  # the last one is the epoch's
    assert len({text.get_text() for text in texts}) == 21
    places = sorted(text.get_position()[1] for text in texts)
    assert min(after - before for before, after in pairwise(places)) > 0.037
    assert 0 <= places[0] < places[-1] <= 1.001


def test_a_training_that_ended_no_epoch_has_empty_pictures() -> None:
    assert len(draw_learning({}).axes) == 2
    assert len(draw_steps({}).axes) == 3


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        ([], []),
        ([0.5], [0.5]),
        ([0.2, 0.8], [0.2, 0.8]),
        ([0.5, 0.5, 0.5], [0.4, 0.5, 0.6]),
        ([0.95, 1.0], [0.9, 1.0]),
        ([0.0, 0.0], [0.0, 0.1]),
    ],
)
def test_labels_are_moved_apart(places: list[float], expected: list[float]) -> None:
    assert spread(places, gap=0.1) == pytest.approx(expected)
