import numpy as np
import pytest

from nomen.model.tagger import Tagger
from nomen.training.data.labels import Span
from nomen.training.evaluation.predictor import TaggerPredictor, TextTokens
from nomen.training.evaluation.robustness.genres import score_genres, tokens_in_names
from tests.training.evaluation.documents.pages import LETTERS, LOGS, Marked

ADA = TextTokens(np.array([0, 4, 6]), np.array([3, 6, 7]), np.zeros(3))  # `Ada Lo,`


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ([], [False, False, False]),
        ([(0, 6)], [True, True, False]),
        ([(5, 6)], [False, True, False]),
        ([(3, 4)], [False, False, False]),
        ([(0, 3), (6, 7)], [True, False, True]),
    ],
)
def test_a_token_is_in_a_name_that_covers_or_cuts_it(
    names: list[Span], expected: list[bool]
) -> None:
    assert tokens_in_names(ADA, names).tolist() == expected


def test_tokens_are_sorted_by_genre_and_half(tiny_tagger: Tagger) -> None:
    predictor = TaggerPredictor(tagger=tiny_tagger, name="tiny")
    found = score_genres(predictor, {"letters": LETTERS, "logs": LOGS})

    assert list(found) == ["log", "mail", "note"]
    assert found["mail"].is_gold.tolist() == [False, False, True]
    assert [set(found[genre].folds.tolist()) for genre in found] == [{0}, {1}, {0}]


def test_a_predictor_without_probabilities_has_no_tokens() -> None:
    assert score_genres(Marked(), {"letters": LETTERS}) == {}
