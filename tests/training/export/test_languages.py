from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from nomen.training.data.labels import LabelledSentence
from nomen.training.evaluation.evaluation import Evaluation, Predictions, evaluate
from nomen.training.evaluation.scores import SpanCounts
from nomen.training.export.languages import LanguageFigures, language_lines, measure_languages

ANN = LabelledSentence(("Ann", "left"), ((0, 1),))


def predictions(times: int, probabilities: Sequence[float]) -> Predictions:
    return Predictions(
        sentences=[ANN] * times,
        predicted=[[(0, 1)]] * times,
        probabilities=np.tile(np.array(probabilities, dtype=np.float32), times),
        is_gold=np.tile([True, False], times),
    )


def evaluation(recall: float, f1: float) -> Evaluation:
    found = evaluate(predictions(2, (0.9, 0.1)))
    return replace(found, num_names=1234, precision=0.9, recall=recall, f1=f1)


def test_a_language_has_the_mean_recall_of_its_sets_at_high_recall() -> None:
    swept = {
        "sv_klintan/dev": {0.2: SpanCounts(10, 10, 9), 0.4: SpanCounts(10, 10, 5)},
        "sv_uner_talbanken/dev": {0.2: SpanCounts(2, 2, 1), 0.4: SpanCounts(2, 2, 0)},
        "own/dev": {0.2: SpanCounts(2, 2, 0)},
    }
    found = measure_languages(dict.fromkeys(swept, predictions(1, (0.9, 0.1))), swept, 0.2)
    assert found.keys() == {"sv"}
    assert found["sv"].recall == pytest.approx(0.7)


@pytest.mark.parametrize(("times", "error"), [(250, None), (500, 0.1)])
def test_the_calibration_error_of_few_tokens_is_not_told(times: int, error: float | None) -> None:
    sets = {
        name: predictions(times // 2, (0.9, 0.1)) for name in ("fi_turku/dev", "sv_klintan/dev")
    }
    sets["sv_uner_talbanken/dev"] = sets["sv_klintan/dev"]
    found = measure_languages(sets, {name: {0.2: SpanCounts(1, 1, 1)} for name in sets}, 0.2)
    assert found["sv"].ece == (None if error is None else pytest.approx(error, abs=0.01))
    assert found["fi"].ece is None


def test_languages_stand_in_rows_the_weakest_last() -> None:
    sets = {
        "lv_fullstack/dev": evaluation(0.4, 0.5),
        "sv_klintan/dev": evaluation(0.805, 0.85),
        "sv_uner_talbanken/dev": evaluation(0.4, 0.5),
        "wnut17/test": evaluation(0.805, 0.85),
        "all dev": evaluation(0.4, 0.5),
    }
    figures = {
        "sv": LanguageFigures(recall=0.7, ece=0.0123),
        "lv": LanguageFigures(recall=0.6, ece=None),
    }
    lines = language_lines(sets, figures)
    assert lines[2].startswith("| language | sets | names | precision | recall | F1 | recall at")
    assert lines[4:] == [
        "| en | 1 | 1,234 | 90.0 | 80.5 | 85.0 | – | – |",
        "| sv | 2 | 2,468 | 90.0 | 60.2 | 67.5 | 70.0 | 0.012 |",
        "| lv | 1 | 1,234 | 90.0 | 40.0 | 50.0 | 60.0 | – |",
        "",
    ]


def test_one_language_has_no_table() -> None:
    assert language_lines({"wnut17/dev": evaluation(0.8, 0.8)}, {}) == []
