import numpy as np
import pytest

from nomen.model.tagger import Tagger
from nomen.training.evaluation.evaluation import (
    Predictions,
    evaluate,
    predict,
    sweep,
    unsure_calibration_error,
    worst_sentences,
)
from tests.training.sentences import SENTENCES


def predictions() -> Predictions:
    return Predictions(
        sentences=SENTENCES,
        predicted=[[(0, 2)], [(3, 4)], [(0, 1)]],
        probabilities=np.linspace(0, 1, 15, dtype=np.float32),
        is_gold=np.concatenate([sentence.in_names() for sentence in SENTENCES]),
    )


def test_figures_are_of_all_sentences_together() -> None:
    found = evaluate(predictions())
    assert (found.num_sentences, found.num_tokens, found.num_names) == (3, 15, 3)
    assert found.precision == pytest.approx(1 / 3)
    assert found.recall == pytest.approx(1 / 3)
    assert found.num_unsure_tokens == 14


def test_the_worst_sentences_come_first() -> None:
    mistakes = worst_sentences(predictions(), 5)
    assert [(m.false_negatives, m.false_positives) for m in mistakes] == [
        (["ron weasley"], ["ron"]),
        (["Hermione"], []),
        ([], ["Nobody"]),
    ]
    assert len(worst_sentences(predictions(), 1)) == 1


def test_predicting_keeps_the_order_of_sentences(default_tagger: Tagger) -> None:
    found = predict(default_tagger, SENTENCES, threshold=0.2)
    assert found.predicted[0][0] == (0, 2)
    assert len(found.probabilities) == 15
    assert found.is_gold.sum() == 5


def test_a_sweep_counts_as_predicting_at_each_threshold(default_tagger: Tagger) -> None:
    counts = sweep(default_tagger, SENTENCES, [0.1, 0.9])
    for threshold, found in counts.items():
        once = predict(default_tagger, SENTENCES, threshold=threshold).counts().sum(axis=0)
        assert (found.num_gold, found.num_predicted, found.num_correct) == tuple(once)


def test_a_calibration_error_needs_a_thousand_unsure_tokens() -> None:
    probabilities, is_gold = np.array([0.9, 0.1, 0.01]), np.array([True, False, True])
    many = [np.tile(each, 500) for each in (probabilities, is_gold)]
    assert unsure_calibration_error(*many) == pytest.approx(0.1, abs=0.01)
    assert unsure_calibration_error(*(each[:1400] for each in many)) is None
