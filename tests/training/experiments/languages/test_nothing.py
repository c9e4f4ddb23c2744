from collections.abc import Sequence

from nomen.training.data.labels import LabelledSentence, Span
from nomen.training.experiments.languages.nothing import (
    NamelessText,
    count_false_names,
    nameless_texts,
)

RAIN = LabelledSentence(("Rain", "fell", "."))
ANN = LabelledSentence(("Ann", "left", "."), ((0, 1),))


class Rainmaker:
    """Calls each `Rain` a name."""

    name = "rainmaker"

    def predict(self, sentences: Sequence[Sequence[str]]) -> list[list[Span]]:
        return [[(i, i + 1) for i, t in enumerate(tokens) if t == "Rain"] for tokens in sentences]


def test_sentences_side_by_side_form_a_text_that_a_name_ends() -> None:
    assert nameless_texts([RAIN, RAIN, ANN, RAIN]) == [
        NamelessText("Rain fell.\nRain fell.", 6),
        NamelessText("Rain fell.", 3),
    ]
    assert nameless_texts([ANN]) == []


def test_a_text_has_some_200_tokens() -> None:
    assert [each.num_tokens for each in nameless_texts([RAIN] * 100)] == [201, 99]


def test_false_names_are_counted_beside_tokens() -> None:
    counts = count_false_names(Rainmaker(), nameless_texts([RAIN, RAIN, ANN, RAIN]))
    assert counts.tolist() == [[2, 6], [1, 3]]
    assert count_false_names(Rainmaker(), []).shape == (0, 2)
