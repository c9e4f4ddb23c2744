import math
from collections.abc import Mapping, Sequence

import numpy as np

from nomen.training.data.labels import LabelledSentence, Span
from nomen.training.evaluation.predictor import (
    NamesAndProbabilities,
    Predictor,
    ProbabilisticPredictor,
    Tokens,
)
from nomen.training.experiments.baselines.measuring import measure

SENTENCES = [
    LabelledSentence(("Harry", "Potter", "ran"), ((0, 2),)),
    LabelledSentence(("Ron", "ran"), ((0, 1),)),
]


class FirstTokens:
    """Finds a name in the first token of each sentence."""

    name = "first"

    def predict(self, sentences: Sequence[Tokens]) -> list[list[Span]]:
        return [[(0, 1)] for _ in sentences]


class SureFirstTokens(FirstTokens):
    """Gives the first token probability 1, the others 0."""

    presets: Mapping[str, float] = {}

    def predict_probabilities(self, sentences: Sequence[Tokens]) -> NamesAndProbabilities:
        probabilities = [np.eye(1, len(sentence))[0] for sentence in sentences]
        return NamesAndProbabilities(self.predict(sentences), probabilities)

    def predict_at_presets(self, sentences: Sequence[Tokens]) -> Mapping[str, list[list[Span]]]:
        del sentences
        return {}


def test_names_are_counted_strictly() -> None:
    baseline: Predictor = FirstTokens()
    figures = measure(baseline, SENTENCES)
    assert (figures.num_names, figures.num_tokens) == (2, 5)
    assert (figures.precision, figures.recall, figures.f1) == (0.5, 0.5, 0.5)


def test_a_baseline_without_probabilities_has_no_figures_of_them() -> None:
    figures = measure(FirstTokens(), SENTENCES)
    assert all(map(math.isnan, (figures.average_precision, figures.brier, figures.ece)))
    assert figures.num_unsure_tokens == 0


def test_probabilities_are_measured_where_there_are_some() -> None:
    baseline: ProbabilisticPredictor = SureFirstTokens()
    figures = measure(baseline, SENTENCES)
    assert figures.brier == 0.2
    assert figures.num_unsure_tokens == 2
    assert figures.f1 == 0.5
