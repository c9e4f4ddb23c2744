import math
from collections.abc import Sequence

from nomen.training.data.labels import LabelledSentence, Span
from nomen.training.evaluation.predictor import Tokens
from nomen.training.experiments.fine_tuning.measuring import KeptSets, figures_of

OWN = [LabelledSentence(("Ann", "left"), ((0, 1),)), LabelledSentence(("Bo", "sat"), ((0, 1),))]
PROSE = {"a": OWN[:1], "b": [LabelledSentence(("lower", "Case"), ((0, 1),))]}


class Capitals:
    """Takes each capitalised token for a name."""

    name = "capitals"

    def predict(self, sentences: Sequence[Tokens]) -> list[list[Span]]:
        return [[(i, i + 1) for i, t in enumerate(s) if t[0].isupper()] for s in sentences]


def test_own_text_and_the_means_of_other_sets_are_measured() -> None:
    found = figures_of(Capitals(), OWN, KeptSets(prose=PROSE, documents={"c": OWN}))
    assert (found.own, found.own_lower, found.prose, found.documents) == (1.0, 0.0, 0.5, 1.0)


def test_a_mean_of_no_sets_is_not_a_number() -> None:
    assert math.isnan(figures_of(Capitals(), OWN, None).prose)
