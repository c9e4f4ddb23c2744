import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from seqeval.metrics import f1_score, precision_score, recall_score
from seqeval.scheme import IOB2

from nomen.training.data.labels import bio, spans
from nomen.training.evaluation.scores import (
    SpanCounts,
    average_precision,
    brier_score,
    count_names,
    expected_calibration_error,
    precision_recall_curve,
    reliability,
)


def counts(*sentences: tuple[str, str]) -> SpanCounts:
    total = SpanCounts()
    for gold, predicted in sentences:
        total.add(spans(gold), spans(predicted))
    return total


@pytest.mark.parametrize(
    ("gold", "predicted", "correct"),
    [
        ("BIO", "BIO", 1),
        ("BIO", "BOO", 0),
        ("BIO", "OBO", 0),
        ("BIO", "BII", 0),
        ("BBO", "BIO", 0),
        ("BBO", "BBO", 2),
        ("OOO", "OOO", 0),
        ("BIO", "IIO", 1),
    ],
)
def test_a_name_counts_when_both_its_ends_are_right(
    gold: str, predicted: str, correct: int
) -> None:
    assert counts((gold, predicted)).num_correct == correct


def test_names_are_counted_by_sentence() -> None:
    found = count_names([[(0, 2), (3, 4)], []], [[(0, 2), (3, 5)], [(0, 1)]])
    assert found.tolist() == [[2, 2, 1], [0, 1, 0]]


def test_the_counts_of_sentences_sum_to_those_of_a_set() -> None:
    found = SpanCounts.from_rows(np.array([[2, 2, 1], [0, 1, 0]]))
    assert found == SpanCounts(num_gold=2, num_predicted=3, num_correct=1)


def test_figures_follow_from_counts() -> None:
    total = SpanCounts(num_gold=4, num_predicted=2, num_correct=1)
    assert (total.precision, total.recall) == (0.5, 0.25)
    assert total.f1 == pytest.approx(1 / 3)


def test_figures_of_nothing_are_zero() -> None:
    assert (SpanCounts().precision, SpanCounts().recall, SpanCounts().f1) == (0, 0, 0)


@settings(derandomize=True, max_examples=200)
@given(
    st.lists(
        st.tuples(st.booleans(), st.booleans(), st.integers(0, 2), st.integers(0, 2)), min_size=1
    )
)
def test_f1_agrees_with_conlleval_through_seqeval(
    rows: list[tuple[bool, bool, int, int]],
) -> None:
    def labels(i: int) -> list[str]:
        raw = ["OBI"[int(row[i + 2])] for row in rows]
        return list(bio(spans(raw), len(raw)))

    gold, predicted = labels(0), labels(1)
    tags = [
        [[f"{label}-PER" if label != "O" else "O" for label in side]] for side in (gold, predicted)
    ]
    total = SpanCounts()
    total.add(spans(gold), spans(predicted))
    settings_ = {"mode": "strict", "scheme": IOB2, "zero_division": 0}
    assert total.precision == pytest.approx(precision_score(*tags, **settings_))
    assert total.recall == pytest.approx(recall_score(*tags, **settings_))
    assert total.f1 == pytest.approx(f1_score(*tags, **settings_))


def test_average_precision_of_a_worked_example() -> None:
    probabilities = np.array([0.9, 0.8, 0.7, 0.6])
    gold = np.array([True, False, True, False])
    assert average_precision(probabilities, gold) == pytest.approx(0.5 * 1 + 0.5 * 2 / 3)


def test_equal_probabilities_are_one_point_of_the_curve() -> None:
    curve = precision_recall_curve(np.array([0.5, 0.5, 0.1]), np.array([True, False, True]))
    assert [values.tolist() for values in curve] == [[0.5, 2 / 3], [0.5, 1.0], [0.5, 0.1]]


def test_brier_score_of_a_worked_example() -> None:
    assert brier_score(np.array([0.8, 0.4]), np.array([True, False])) == pytest.approx(0.1)


def test_a_calibrated_forecast_has_no_calibration_error() -> None:
    probabilities = np.repeat([0.25, 0.75], 300)
    gold = np.tile([True, False, False, False, True, True, True, False], 75)
    gold = np.concatenate(
        [np.tile([True, False, False, False], 75), np.tile([True] * 3 + [False], 75)]
    )
    assert expected_calibration_error(probabilities, gold) < 0.02


def test_claiming_too_much_is_the_calibration_error() -> None:
    probabilities = np.full(150, 0.9)
    gold = np.tile([True, False], 75)
    assert expected_calibration_error(probabilities, gold) == pytest.approx(0.4, abs=0.02)


def test_bins_have_equal_mass() -> None:
    bins = reliability(np.linspace(0, 1, 30), np.zeros(30, dtype=bool))
    assert {found.num_tokens for found in bins} == {2}
