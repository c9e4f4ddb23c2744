from collections.abc import Sequence

from nomen.training.data.labels import Span
from nomen.training.data.texts import LabelledText
from nomen.training.evaluation.predictor import Tokens
from nomen.training.evaluation.robustness.short_texts.measuring import measure_short_texts


class Nobody:
    """Finds nothing."""

    name = "nobody"

    def predict(self, sentences: Sequence[Tokens]) -> list[list[Span]]:
        return [[] for _ in sentences]


def test_all_short_texts_are_measured() -> None:
    found = measure_short_texts(Nobody(), prose=[LabelledText("Ask Ann", ((4, 7),))])
    assert found.frames is None
    assert found.words.figures.recall.value == 0
    assert found.nothing.per_100.value == 0
    assert found.placeholders.num_sentences == 1
