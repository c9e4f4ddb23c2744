import numpy as np

from nomen.training.evaluation.reliability_diagram import draw_reliability
from nomen.training.evaluation.scores import ReliabilityBin


def test_each_curve_is_drawn_beside_the_diagonal() -> None:
    bins = [
        ReliabilityBin(num_tokens=5, mean_probability=0.2, share_of_names=0.1),
        ReliabilityBin(num_tokens=5, mean_probability=0.8, share_of_names=0.9),
    ]

    (axes,) = draw_reliability({"lower": bins}, title="tokens").axes

    diagonal, curve = axes.get_lines()
    assert (diagonal.get_label(), curve.get_label()) == ("perfect", "lower")
    np.testing.assert_array_equal(curve.get_xydata(), [[0.2, 0.1], [0.8, 0.9]])
