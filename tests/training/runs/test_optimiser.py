import pytest
import torch

from nomen.training.runs.optimiser import RunningAverage, adamw, learning_rate_factor


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
