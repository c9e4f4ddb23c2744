import math
from collections.abc import Sequence

import pytest

from nomen.training.data.labels import LabelledSentence, Span
from nomen.training.experiments.languages.figures import mean_of_others, measure_languages

ANN = LabelledSentence(("Ann", "left"), ((0, 1),))
BOB = LabelledSentence(("saw", "Bob"), ((1, 2),))
NOA = LabelledSentence(("נועה", "הלכה"), ((0, 1),))
SETS = {"en": {"a": [ANN] * 4, "b": [BOB] * 4}, "he": {"c": [NOA]}}


class FirstTokens:
    """Calls every first token a name that does not begin with a small letter."""

    name = "first"

    def predict(self, sentences: Sequence[Sequence[str]]) -> list[list[Span]]:
        return [[(0, 1)] if not tokens[0][0].islower() else [] for tokens in sentences]


def test_the_f1_of_a_language_is_the_mean_of_its_sets() -> None:
    found = measure_languages(FirstTokens(), SETS)
    assert found["en"].f1.value == pytest.approx(0.5)  # 1 in one set, 0 in the other
    assert found["en"].num_names == 8
    assert found["he"].f1.value == 1.0


def test_casings_are_measured_where_a_script_has_them() -> None:
    found = measure_languages(FirstTokens(), SETS)
    assert found["en"].lower is not None
    assert found["en"].lower.value == 0.0
    assert found["he"].lower is found["he"].upper is None
    assert measure_languages(FirstTokens(), SETS, with_casings=False)["en"].lower is None


def test_everyday_sentences_are_counted() -> None:
    found = measure_languages(FirstTokens(), {"de": {"a": [ANN]}, "en": {"a": [ANN]}})
    assert found["de"].everyday == (11, 5, 0)  # every sentence begins with a capital
    assert found["en"].everyday is None


def test_a_tagger_without_probabilities_has_no_calibration_error() -> None:
    assert measure_languages(FirstTokens(), SETS)["en"].ece is None


def test_the_mean_leaves_english_out() -> None:
    found = measure_languages(FirstTokens(), SETS)
    assert mean_of_others(found) == 1.0
    assert math.isnan(mean_of_others({"en": found["en"]}))
