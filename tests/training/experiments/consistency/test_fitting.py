import numpy as np
import pytest

from nomen.training.errors import CorpusError
from nomen.training.experiments.consistency.fitting import fit_weights
from nomen.training.experiments.consistency.outputs import DocumentOutput


def output(*, is_name: bool, own: float) -> DocumentOutput:
    """Give a document with a sure name and one token that may be raised."""
    return DocumentOutput(
        tokens=["Quillon", "saw", "Quillon"],
        name=np.array([0.9, 0, own], dtype=np.float32),
        begin=np.zeros(3, dtype=np.float32),
        in_names=np.array([True, False, is_name]),
    )


def test_what_goes_with_names_gets_a_positive_weight() -> None:
    names = [output(is_name=True, own=0.5)] * 90 + [output(is_name=False, own=0.5)] * 10
    others = [output(is_name=True, own=0.05)] * 10 + [output(is_name=False, own=0.05)] * 90
    weights = fit_weights([[*names, *others]])
    assert weights.own_logit > 0
    assert weights.is_upper == 0


def test_the_bias_is_the_logit_of_the_share_where_nothing_else_differs() -> None:
    same = [output(is_name=i < 3, own=0.5) for i in range(4)]
    weights = fit_weights([same] * 400)
    features = 2.1972 / 2 * weights.mean_logit + weights.before_sign + weights.bias
    np.testing.assert_allclose(features, np.log(3), atol=0.02)


def test_a_token_that_may_be_raised_is_needed() -> None:
    with pytest.raises(CorpusError, match=r"^expected documents with a sure name"):
        fit_weights([[output(is_name=True, own=0.0)]])
