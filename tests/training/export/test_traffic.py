import numpy as np

from nomen.training.data.labels import LabelledSentence
from nomen.training.evaluation.evaluation import Predictions
from nomen.training.export.traffic import traffic_metrics


def predictions(probabilities: list[float]) -> Predictions:
    tokens = tuple(f"w{i}" for i in range(len(probabilities)))
    return Predictions(
        sentences=[LabelledSentence(tokens, ())],
        predicted=[[(0, 2)]],
        probabilities=np.array(probabilities, dtype=np.float32),
        is_gold=np.zeros(len(probabilities), dtype=bool),
    )


def test_names_are_counted_by_token_and_unsure_tokens_by_those_that_may_be_names() -> None:
    found = traffic_metrics(predictions([0.99, 0.95, 0.5, 0.2, 0.05, 0.0, 0.0, 0.0]))

    assert found == {"dev/names_per_token": 0.125, "dev/unsure_per_candidate": 0.5}


def test_without_a_likely_token_nothing_is_expected() -> None:
    assert traffic_metrics(predictions([0.0, 0.01])) == {}
