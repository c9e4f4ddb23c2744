import numpy as np
import pytest

from nomen.training.evaluation.intervals import (
    Interval,
    draw_sums,
    f1_difference,
    f1_ratio,
    lowest_to_highest,
    mean_f1,
    mean_f1_ratio,
    mean_interval,
    mean_share,
    measure_counts,
    share_interval,
)

ROWS = np.array([[2, 2, 1], [1, 1, 1], [1, 0, 0]] * 50)


def test_figures_are_of_all_sentences_together() -> None:
    found = measure_counts(ROWS)
    assert (found.num_sentences, found.num_names) == (150, 200)
    assert found.precision.value == pytest.approx(100 / 150)
    assert found.recall.value == pytest.approx(100 / 200)
    assert found.f1.value == pytest.approx(200 / 350)


def test_the_interval_of_f1_holds_the_f1() -> None:
    found = measure_counts(ROWS).f1
    assert found.low < 200 / 350 < found.high
    assert 0.03 < found.high - found.low < 0.2


def test_drawing_kinds_of_sentences_is_drawing_sentences() -> None:
    drawn = np.random.default_rng(1).choice(ROWS, size=(1000, len(ROWS))).sum(axis=1)  # (D, 3)
    f1 = 2 * drawn[:, 2] / (drawn[:, 0] + drawn[:, 1])
    found = measure_counts(ROWS).f1
    assert (found.low, found.high) == pytest.approx(np.quantile(f1, [0.025, 0.975]), abs=0.01)


def test_each_draw_is_of_as_many_sentences() -> None:
    ones = np.ones((40, 1), dtype=np.int64)
    assert set(draw_sums(ones, seed=0).ravel().tolist()) == {40}


def test_nothing_found_of_nothing_is_zero() -> None:
    nothing = Interval(0.0, 0.0, 0.0)
    found = measure_counts(np.zeros((3, 3), dtype=np.int64))
    assert (found.precision, found.recall, found.f1) == (nothing, nothing, nothing)


def test_what_changes_nothing_has_a_ratio_of_one() -> None:
    assert f1_ratio(ROWS, ROWS) == Interval(1.0, 1.0, 1.0)


def test_a_difference_is_of_the_same_sentences() -> None:
    assert f1_difference(ROWS, ROWS) == Interval(0.0, 0.0, 0.0)
    worse = ROWS.copy()
    worse[:, 2] = 0
    found = f1_difference(worse, ROWS)
    assert found.value == pytest.approx(-200 / 350)
    assert found.low < found.value < found.high


def test_a_ratio_is_of_the_same_sentences() -> None:
    worse = ROWS.copy()
    worse[::2, 2] = 0
    found = f1_ratio(worse, ROWS)
    assert found.value == pytest.approx(1 / 2)
    assert found.low < found.value < found.high


def test_the_lowest_group_is_a_share_of_the_highest() -> None:
    good = np.array([[1, 1], [1, 1], [1, 1], [1, 0]] * 50)
    poor = np.array([[1, 1], [1, 0], [1, 0], [1, 0]] * 50)
    found = lowest_to_highest(np.stack([good, poor]))
    assert found.value == pytest.approx(1 / 3)
    assert found.low < found.value < found.high


def test_a_share_is_of_sums() -> None:
    found = share_interval(np.array([1, 0, 5]), np.array([2, 8, 5]))
    assert found.value == pytest.approx(6 / 15)
    assert found.low < found.value < found.high
    assert share_interval(np.zeros(3, np.int64), np.zeros(3, np.int64)) == Interval(0.0, 0.0, 0.0)


def test_a_mean_has_an_interval() -> None:
    found = mean_interval(np.array([0.0, 100.0] * 50))
    assert found.value == 50.0
    assert 35 < found.low < 45
    assert 55 < found.high < 65


def test_a_mean_of_parts_weighs_each_the_same() -> None:
    parts = [np.array([[4, 4, 4]] * 9), np.array([[1, 1, 0]])]

    assert mean_f1(parts).value == pytest.approx(0.5)
    assert mean_share([np.array([[1, 4]]), np.array([[6, 8]] * 5)]) == Interval(0.5, 0.5, 0.5)


def test_the_interval_of_a_mean_draws_each_part_by_itself() -> None:
    part = np.array([[1, 1, 1], [1, 1, 0]] * 20)

    alone, both = mean_f1([part]), mean_f1([part, part])

    assert both.high - both.low < 0.85 * (alone.high - alone.low)


def test_a_ratio_of_means_weighs_each_part_the_same() -> None:
    clean = [np.array([[1, 1, 1]] * 8), np.array([[1, 1, 1]])]
    changed = [np.array([[1, 1, 0]] * 8), np.array([[1, 1, 1]])]

    assert mean_f1_ratio(changed, clean) == Interval(0.5, 0.5, 0.5)
