import numpy as np

from nomen.model.tagger import Tagger
from nomen.training.evaluation.evaluation import predict
from nomen.training.evaluation.predictor import Predictor, ProbabilisticPredictor, TaggerPredictor
from tests.training.sentences import SENTENCES

DOCUMENTS = [sentence.tokens for sentence in SENTENCES]


class Nobody:
    """The least that a predictor can be."""

    name = "nobody"

    def predict(self, sentences: object) -> list[list[tuple[int, int]]]:
        del sentences
        return [[] for _ in DOCUMENTS]


def test_a_baseline_needs_no_probabilities() -> None:
    baseline: Predictor = Nobody()
    assert baseline.predict(DOCUMENTS) == [[], [], []]
    assert not isinstance(baseline, ProbabilisticPredictor)


def test_a_tagger_gives_the_names_and_probabilities_of_an_evaluation(tiny_tagger: Tagger) -> None:
    predictor = TaggerPredictor(tagger=tiny_tagger, name="tiny", threshold=0.4)
    expected = predict(tiny_tagger, SENTENCES, threshold=0.4)
    found = predictor.predict_probabilities(DOCUMENTS)
    assert isinstance(predictor, ProbabilisticPredictor)
    assert found.names == predictor.predict(DOCUMENTS) == expected.predicted
    assert np.array_equal(np.concatenate(found.probabilities), expected.probabilities)


def test_each_preset_is_a_threshold(tiny_tagger: Tagger) -> None:
    predictor = TaggerPredictor(tagger=tiny_tagger, name="tiny")
    found = predictor.predict_at_presets(DOCUMENTS)
    assert found.keys() == predictor.presets.keys()
    for preset, threshold in predictor.presets.items():
        assert found[preset] == predict(tiny_tagger, SENTENCES, threshold=threshold).predicted
