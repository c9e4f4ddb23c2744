import pytest
import torch

from nomen.training.runs.optimiser import RunningAverage, learning_rate_factor


@pytest.mark.parametrize(
    ("step", "factor"), [(0, 0.1), (9, 1.0), (10, 1.0), (55, 0.5), (100, 0.0), (200, 0.0)]
)
def test_the_learning_rate_rises_and_falls_along_half_a_cosine(step: int, factor: float) -> None:
    found = learning_rate_factor(step, warmup_share=0.1, num_steps=100)
    assert found == pytest.approx(factor)


def test_the_running_average_forgets_its_first_weights() -> None:
    average = RunningAverage(0.999)._kwargs["avg_fn"]  # noqa: SLF001  # torch's own hook
    running = torch.tensor(0.0)
    for n in range(1, 20):
        running = average(running, torch.tensor(1.0), n)
    assert running.item() > 0.9
