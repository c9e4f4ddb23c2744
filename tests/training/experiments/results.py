"""Results of comparisons, written by hand."""

from typing import Literal

from nomen.model.network.config import NetworkConfig
from nomen.training.evaluation.scores import SpanCounts
from nomen.training.experiments.cells_results import VariantResult
from nomen.training.experiments.gradients import GradientReach

REACH = GradientReach(median=[1.0, 0.5, 0.02], lower=[1.0, 0.25, 0.01], upper=[1.0, 0.75, 0.04])


def result(
    cell: Literal["rnn", "gru", "lstm"], *, bidirectional: bool, num_layers: int = 1
) -> VariantResult:
    """Make a result; a network of one direction has the reach of gradients."""
    return VariantResult(
        network=NetworkConfig(cell=cell, bidirectional=bidirectional, num_layers=num_layers),
        digest="abc",
        num_parameters=1234,
        num_recurrent_parameters=1000,
        num_tokens=9000,
        num_steps=9,
        seconds=2.0,
        dev=SpanCounts(num_gold=4, num_predicted=2, num_correct=2),
        test=SpanCounts(num_gold=4, num_predicted=4, num_correct=1),
        gradients={} if bidirectional else {"before": REACH, "after": REACH},
    )
