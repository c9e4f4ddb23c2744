from collections.abc import Sequence

import numpy as np
import pytest

from nomen.training.data.labels import Span
from nomen.training.evaluation.predictor import Tokens
from nomen.training.evaluation.robustness.short_texts.nothing import (
    false_per_100,
    measure_nothing,
    read_nothing,
)
from nomen.training.evaluation.robustness.texts import read_hard_negatives


class First:
    """Takes the first token of each sentence for a name if it has a capital."""

    name = "first"

    def predict(self, sentences: Sequence[Tokens]) -> list[list[Span]]:
        return [[(0, 1)] if tokens[0][0].isupper() else [] for tokens in sentences]


def test_kinds_count_alike_in_their_mean() -> None:
    kinds = {"kin": ["Thanks mum"], "logs": ["Up again", "down", "down again"]}
    found = measure_nothing(First(), kinds, seed=0)
    assert (found.num_texts, found.per_100.value) == (4, 50.0)
    assert found.mean_of_kinds.value == pytest.approx((100 + 100 / 3) / 2)
    assert {kind: share.value for kind, share in found.per_100_by_kind.items()} == {
        "kin": 100.0,
        "logs": 100 / 3,
    }
    assert found.examples == {"Thanks mum": ["Thanks"], "Up again": ["Up"]}


def test_several_names_in_a_text_count_each() -> None:
    assert np.array_equal(false_per_100([[(0, 1), (2, 3)], []]), [200.0, 0.0])


def test_texts_with_nothing_to_find_are_many_and_apart() -> None:
    kinds = read_nothing()
    texts = [text for group in kinds.values() for text in group]
    assert len(texts) == len(set(texts)) >= 250
    assert len(kinds) >= 14
    assert min(map(len, kinds.values())) >= 12


def test_they_are_other_texts_than_the_hard_negatives() -> None:
    hard = {text for group in read_hard_negatives().values() for text in group}
    assert not hard & {text for group in read_nothing().values() for text in group}
