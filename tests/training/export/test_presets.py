import pytest

from nomen.training.data.labels import LabelledSentence
from nomen.training.evaluation.scores import SpanCounts
from nomen.training.export.presets import choose_presets, f_beta, letters_left, preset_metrics


def counts(num_predicted: int, num_correct: int) -> SpanCounts:
    return SpanCounts(num_gold=10, num_predicted=num_predicted, num_correct=num_correct)


def test_f_beta_weighs_recall() -> None:
    assert f_beta(counts(5, 5), 1.0) == pytest.approx(2 / 3)
    assert f_beta(counts(5, 5), 2.0) == pytest.approx(5 * 0.5 / (4 + 0.5))
    assert f_beta(SpanCounts(), 1.0) == 0.0


def test_each_preset_has_the_threshold_that_serves_it_best() -> None:
    found = choose_presets([{0.1: counts(20, 10), 0.5: counts(10, 8), 0.9: counts(5, 5)}])
    assert found == {"high_recall": 0.1, "balanced": 0.5, "high_precision": 0.9}


def test_of_equal_thresholds_the_one_nearest_to_the_middle_wins() -> None:
    same = counts(10, 10)
    assert set(choose_presets([{0.1: same, 0.45: same, 0.9: same}]).values()) == {0.45}


def test_every_set_weighs_alike() -> None:
    large = {0.2: SpanCounts(1000, 1000, 900), 0.8: SpanCounts(1000, 1000, 910)}
    small = {0.2: counts(10, 9), 0.8: counts(10, 5)}
    assert choose_presets([large, small])["balanced"] == 0.2


def test_precision_and_recall_of_a_preset_are_of_all_sets_together() -> None:
    sets = [{0.5: counts(10, 8)}, {0.5: counts(10, 2)}]
    assert preset_metrics({"balanced": 0.5}, sets) == {
        "balanced/precision": 0.5,
        "balanced/recall": 0.5,
    }


def test_high_recall_leaves_few_letters_in_documents() -> None:
    same = counts(10, 8)
    sets = [{0.1: same, 0.3: same, 0.5: same}]
    assert choose_presets(sets, {0.1: 0.01, 0.3: 0.03, 0.5: 0.2})["high_recall"] == 0.3


def test_high_recall_is_the_lowest_threshold_where_none_leaves_few_enough() -> None:
    sets = [{0.1: counts(10, 8), 0.5: counts(10, 8)}]
    assert choose_presets(sets, {0.1: 0.1, 0.5: 0.2})["high_recall"] == 0.1


def test_letters_are_left_where_no_name_is_found() -> None:
    sentence = LabelledSentence(("To", ":", "\nAda", "Brook", "Li"), ((2, 4), (4, 5)))
    assert letters_left(sentence, [(3, 5)]) == (3, 10)


def test_documents_never_raise_high_recall() -> None:
    sets = [{0.1: counts(20, 10), 0.5: counts(10, 8), 0.9: counts(5, 5)}]
    assert choose_presets(sets, {0.1: 0.0, 0.5: 0.0, 0.9: 0.0})["high_recall"] == 0.1
