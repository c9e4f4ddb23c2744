import math

import pytest
import torch
from torch import nn

from nomen.training.errors import TrainingError
from nomen.training.runs.optimiser import (
    MOST_LEFT_OUT,
    GradientClipper,
    RunningAverage,
    adamw,
    learning_rate_factor,
)


@pytest.mark.parametrize(
    ("step", "factor"), [(0, 0.1), (9, 1.0), (10, 1.0), (55, 0.5), (100, 0.0), (200, 0.0)]
)
def test_the_learning_rate_rises_and_falls_along_half_a_cosine(step: int, factor: float) -> None:
    found = learning_rate_factor(step, warmup_share=0.1, num_steps=100)
    assert found == pytest.approx(factor)


def test_each_stage_below_the_head_learns_at_a_lower_rate() -> None:
    names = {
        "head.weight": 0.8,
        "recurrent.cells.weight_hh_l1": 0.4,
        "recurrent.cells.weight_hh_l0_reverse": 0.2,
        "word_encoder.convolutions.0.weight": 0.1,
        "word_encoder.form_embedding.weight": 0.05,
    }
    parameters = {name: torch.nn.Parameter(torch.zeros(2, 2)) for name in names}
    found = adamw(
        parameters.items(),
        learning_rate=0.8,
        weight_decay=0.01,
        warmup_share=0.0,
        num_steps=10,
        embedding_rate=0.5,
        lower_rate=0.5,
    )
    rates = {
        id(parameter): group["initial_lr"]
        for group in found["optimizer"].param_groups
        for parameter in group["params"]
    }
    assert {name: rates[id(p)] for name, p in parameters.items()} == pytest.approx(names)


def test_the_running_average_forgets_its_first_weights() -> None:
    average = RunningAverage(0.999)._kwargs["avg_fn"]  # noqa: SLF001  # torch's own hook
    running = torch.tensor(0.0)
    for n in range(1, 20):
        running = average(running, torch.tensor(1.0), n)
    assert running.item() > 0.9


def with_gradient(value: float) -> nn.Linear:
    found = nn.Linear(1, 1)
    for parameter in found.parameters():
        parameter.grad = torch.full_like(parameter, value)
    return found


def test_a_long_gradient_is_clipped() -> None:
    network = with_gradient(3.0)
    norm = GradientClipper(1.0, precision="32-true").clip(network, step=5)
    assert norm.item() == pytest.approx(math.sqrt(18))
    assert network.weight.grad is not None
    assert network.weight.grad.item() == pytest.approx(math.sqrt(0.5), rel=1e-4)


def test_mixed_precision_leaves_out_gradients_that_are_no_numbers_but_not_for_ever() -> None:
    clipper = GradientClipper(1.0, precision="bf16-mixed")
    for _ in range(MOST_LEFT_OUT):
        network = with_gradient(math.nan)
        clipper.clip(network, step=5)
        assert network.weight.grad is None
    clipper.clip(with_gradient(1.0), step=6)  # counts anew
    for _ in range(MOST_LEFT_OUT):
        clipper.clip(with_gradient(math.inf), step=7)
    with pytest.raises(TrainingError, match="step 8: the gradient is not finite"):
        clipper.clip(with_gradient(math.nan), step=8)
