from pathlib import Path

import numpy as np
import pytest

from nomen.model.tagger import Tagger
from nomen.training.errors import CorpusError
from nomen.training.experiments.consistency.consistency import (
    fit_consistency,
    measure_consistency,
    measure_cross_fitted,
    run_dev_documents,
)
from nomen.training.experiments.consistency.outputs import DocumentOutput


def test_documents_are_needed(tiny_tagger: Tagger, tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"a corpus with documents, or --documents$"):
        run_dev_documents(tiny_tagger, corpora=tmp_path, texts=None)


def document(in_doubt: float, *, is_gold: bool) -> DocumentOutput:
    """A surname that is sure in a whole name, and stands alone later, in doubt."""
    return DocumentOutput(
        tokens=["Ada", "Quill", "left", ".", "Quill", "slept", "."],
        name=np.array([0.99, 0.99, 0, 0, in_doubt, 0, 0], dtype=np.float32),
        begin=np.array([0.99, 0, 0, 0, in_doubt, 0, 0], dtype=np.float32),
        in_names=np.array([1, 1, 0, 0, is_gold, 0, 0], dtype=np.bool_),
    )


def test_each_half_is_measured_with_the_weights_of_the_other(tiny_tagger: Tagger) -> None:
    outputs = {"letters": [document(0.1, is_gold=index % 2 == 0) for index in range(20)]}

    plain = measure_consistency(outputs, tiny_tagger)["letters"]
    crosswise = measure_cross_fitted(outputs, tiny_tagger)["letters"]

    assert plain.num_documents == crosswise.num_documents == 20
    assert plain.num_raised == 20
    # the weights of the odd half, where no doubt is a name, raise nothing in the even half
    assert crosswise.num_raised == 10
    assert crosswise.raised_gold.value == 0


def test_what_always_is_a_name_gets_a_higher_probability() -> None:
    often = fit_consistency({"letters": [document(0.1, is_gold=True)] * 20})
    seldom = fit_consistency({"letters": [document(0.1, is_gold=False)] * 20})

    assert often.bias > seldom.bias


@pytest.mark.slow
def test_fewer_letters_of_names_are_left_in_whole_documents(
    default_tagger: Tagger, corpora: Path
) -> None:
    outputs = run_dev_documents(default_tagger, corpora=corpora, texts=None)
    figures = measure_consistency(outputs, default_tagger)
    for each in figures.values():
        assert each.left_consistent <= each.left
    assert figures["all"].left_share.value <= 0.9
    assert figures["all"].false_share.value <= 1.1
    assert figures["all"].raised_ece < 0.15 < figures["all"].ece_before
