from collections.abc import Iterator, Mapping, Sequence

import pytest

from nomen.training.data.labels import LabelledSentence, Span
from nomen.training.evaluation.predictor import ThresholdPredictor
from nomen.training.experiments.languages.thresholds import measure_thresholds

ANN = LabelledSentence(("Ann", "left"), ((0, 1),))
RAIN = LabelledSentence(("Rain", "fell"))
PROBABILITIES = {"Ann": 0.3, "Rain": 0.12}


class Unsure:
    """Gives the first token a probability of its own."""

    name = "unsure"

    @property
    def presets(self) -> Mapping[str, float]:
        return {"high_recall": 0.1, "balanced": 0.4}

    def predict(self, sentences: Sequence[Sequence[str]]) -> list[list[Span]]:
        return next(self.predict_at(sentences, [None]))

    def predict_at(
        self, sentences: Sequence[Sequence[str]], thresholds: Sequence[float | None]
    ) -> Iterator[list[list[Span]]]:
        for each in thresholds:
            threshold = self.presets["balanced"] if each is None else each
            yield [[(0, 1)] if PROBABILITIES[t[0]] >= threshold else [] for t in sentences]


def test_presets_have_the_mean_precision_and_recall_of_the_sets() -> None:
    unsure: ThresholdPredictor = Unsure()
    found = measure_thresholds(unsure, [[ANN, RAIN], [ANN]]).presets
    assert found["high_recall"].precision == pytest.approx(0.75)  # one half, and all
    assert found["high_recall"].recall == 1.0
    assert found["balanced"].recall == 0.0
    assert found["balanced"].threshold == 0.4


def test_the_best_threshold_is_told_with_what_it_gains() -> None:
    best = measure_thresholds(Unsure(), [[ANN, RAIN]]).best
    assert best.threshold == 0.3  # of .15 to .3, the nearest to `balanced`
    assert best.f1 == best.gained == 1.0


def test_a_half_is_held_out_from_what_chooses_its_threshold() -> None:
    same_in_both = measure_thresholds(Unsure(), [[ANN, RAIN, ANN, RAIN]]).best
    assert same_in_both.gained_held_out == 1.0
    ann_in_one = measure_thresholds(Unsure(), [[RAIN, RAIN, ANN, ANN]]).best
    assert ann_in_one.gained == 1.0
    assert ann_in_one.gained_held_out < 1.0  # the half without a name chooses `balanced`
