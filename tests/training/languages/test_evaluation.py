from collections.abc import Sequence

import pytest

from nomen.training.languages.evaluation import Sample, cut_samples, measure

LINES = {"en": ["one two three four five six seven"], "sv": ["ett", "två tre fyra"], "nn": []}


def test_samples_are_whole_words_near_a_length() -> None:
    samples = cut_samples(LINES, length=10, most=20, seed=1)
    words = {word for lines in LINES.values() for line in lines for word in line.split()}
    assert len(samples) == 40
    assert all(set(sample.text.split()) <= words for sample in samples)
    assert max(len(sample.text) for sample in samples) < 14


def test_the_same_seed_cuts_the_same_samples() -> None:
    assert cut_samples(LINES, length=9, most=5, seed=1) == cut_samples(
        LINES, length=9, most=5, seed=1
    )


def test_what_serves_a_language_may_be_right_where_the_language_is_not() -> None:
    def identify(texts: Sequence[str]) -> list[tuple[str, float]]:
        return [("nb", 0.9), ("nb", 0.9), ("und", 0.2), ("nb", 0.9)][: len(texts)]

    samples = [Sample("a", "nb"), Sample("b", "da"), Sample("c", "vi"), Sample("d", "en")]
    found = measure(identify, samples, {"nb": "xx", "da": "xx", "en": "en"})
    assert found.by_language == {"nb": 1, "da": 0, "vi": 0, "en": 0}
    assert found.by_bundle == {"nb": 1, "da": 1, "vi": 1, "en": 0}
    assert found.unknown["vi"] == 1
    assert found.calibration_error == pytest.approx(0.9 - 1 / 3)
