from dataclasses import replace

import numpy as np
import pytest

from nomen.training.experiments.consistency.measuring import join_figures, measure_document
from nomen.training.experiments.consistency.outputs import DocumentOutput

OUTPUT = DocumentOutput(
    tokens=["Quillon", "saw", "Quillon", ".", "Rome", "fell", "."],
    name=np.array([0.9, 0, 0.2, 0, 0.5, 0, 0], dtype=np.float32),
    begin=np.zeros(7, dtype=np.float32),
    in_names=np.array([True, False, True, False, False, False, False]),
)


def test_what_is_left_and_false_is_counted_without_the_rule_and_with_it() -> None:
    figures = measure_document(OUTPUT, threshold=0.25)
    assert figures.counts == (14, 7, 0, 1, 1, 1, 1)
    assert figures.before == pytest.approx([0.2])
    assert figures.after > 0.5
    assert figures.is_gold.tolist() == [True]


def test_a_token_that_is_raised_wrongly_makes_a_false_name() -> None:
    wrong = replace(OUTPUT, in_names=np.array([True] + [False] * 6))
    assert measure_document(wrong, threshold=0.25).counts == (7, 0, 0, 1, 2, 1, 0)


def test_the_figures_of_documents_are_summed() -> None:
    right = measure_document(OUTPUT, threshold=0.25)
    nothing = measure_document(replace(OUTPUT, name=np.zeros(7, np.float32)), threshold=0.25)
    figures = join_figures([right, nothing])
    assert (figures.num_documents, figures.letters) == (2, 28)
    assert (figures.left, figures.left_consistent) == (21, 14)
    assert figures.left_share.value == pytest.approx(2 / 3)
    assert (figures.false_names, figures.false_consistent, figures.num_raised) == (1, 1, 1)
    assert figures.raised_ece == pytest.approx(1 - figures.raised_probability)
    assert figures.ece_before == pytest.approx(0.8)
    assert figures.as_dict()["raised_gold"] == {"value": 1.0, "low": 0.0, "high": 1.0}
