import math

import pytest
import torch

from model.network import DeepBiLSTM
from model.network_config import NetworkConfig
from model.vocabulary import Vocabulary
from training.batches import IGNORED_LABEL
from training.errors import TrainingError
from training.learner import Learner, RunningAverage, learning_rate_factor, sequence_loss
from training.recipe import Optimisation


def learner(config: NetworkConfig, vocabulary: Vocabulary, **choices: float) -> Learner:
    return Learner(
        DeepBiLSTM.build(config, vocabulary),
        Optimisation.model_validate(choices),
        form_counts=torch.ones(vocabulary.num_forms),
        dev_names=["own"],
        num_steps=100,
    )


@pytest.mark.parametrize(("mean_over", "divisor"), [("sentences", 2), ("tokens", 3)])
def test_the_loss_is_summed_over_steps_and_averaged_over_the_batch(
    mean_over: str, divisor: int
) -> None:
    logits = torch.zeros(2, 2, 3)
    labels = torch.tensor([[0, 1], [2, IGNORED_LABEL]])
    loss = sequence_loss(logits, labels, mean_over=mean_over)
    assert loss.item() == pytest.approx(3 * math.log(3) / divisor)


def test_the_loss_of_a_name_head_is_binary() -> None:
    labels = torch.tensor([[1, 0, IGNORED_LABEL]])
    loss = sequence_loss(torch.zeros(1, 3, 1), labels, mean_over="tokens")
    assert loss.item() == pytest.approx(math.log(2))


def test_padding_has_no_loss() -> None:
    labels = torch.tensor([[0, IGNORED_LABEL]])
    logits = torch.tensor([[[5.0, 0.0], [float("inf"), 0.0]]])
    assert sequence_loss(logits, labels, mean_over="tokens").item() == pytest.approx(
        math.log(1 + math.exp(-5))
    )


@pytest.mark.parametrize(("num_labels", "certain"), [(1, [0.0, 1.0]), (3, [0, 1])])
def test_certain_beliefs_are_labels(num_labels: int, certain: list[float]) -> None:
    torch.manual_seed(0)
    logits = torch.randn(1, 3, num_labels)
    labels = torch.tensor([[0, 1, IGNORED_LABEL]])
    beliefs = torch.zeros(1, 3, num_labels)
    for t, value in enumerate(certain):
        beliefs[0, t, int(value) if num_labels > 1 else 0] = 1.0 if num_labels > 1 else value
    by_label = sequence_loss(logits, labels, mean_over="tokens")
    assert sequence_loss(logits, labels, beliefs, mean_over="tokens") == pytest.approx(by_label)


def test_the_loss_against_beliefs_is_their_cross_entropy() -> None:
    logits = torch.tensor([[[0.0, math.log(3)]]])  # probabilities 1/4, 3/4
    beliefs = torch.tensor([[[0.5, 0.5]]])
    loss = sequence_loss(logits, torch.tensor([[0]]), beliefs, mean_over="tokens")
    assert loss.item() == pytest.approx(0.5 * math.log(4) + 0.5 * math.log(4 / 3))


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_a_gradient_that_is_no_number_stops_the_training(
    value: float, tiny_config: NetworkConfig, tiny_vocabulary: Vocabulary
) -> None:
    found = learner(tiny_config, tiny_vocabulary)
    for parameter in found.network.parameters():
        parameter.grad = torch.full_like(parameter, value)
    optimiser = torch.optim.SGD(found.network.parameters(), lr=0.1)
    with pytest.raises(TrainingError, match="step 0: the gradient is not finite"):
        found.configure_gradient_clipping(optimiser)


@pytest.mark.parametrize(
    ("step", "factor"), [(0, 0.1), (9, 1.0), (10, 1.0), (55, 0.5), (100, 0.0), (200, 0.0)]
)
def test_the_learning_rate_rises_and_falls_along_half_a_cosine(step: int, factor: float) -> None:
    found = learning_rate_factor(step, warmup_share=0.1, num_steps=100)
    assert found == pytest.approx(factor)


def test_biases_and_embeddings_do_not_decay(
    tiny_config: NetworkConfig, tiny_vocabulary: Vocabulary
) -> None:
    found = learner(tiny_config, tiny_vocabulary)
    optimiser = found.configure_optimizers()["optimizer"]
    decayed, free = (len(group["params"]) for group in optimiser.param_groups)
    assert (decayed, free) == (3 + 8 + 1, 3 + 3 + 8 + 1)
    assert optimiser.param_groups[1]["weight_decay"] == 0.0


@pytest.mark.parametrize(("rate", "expected"), [(1.0, 2e-3), (0.1, 2e-4), (0.0, 0.0)])
def test_the_vectors_of_forms_have_a_learning_rate_of_their_own(
    rate: float, expected: float, tiny_config: NetworkConfig, tiny_vocabulary: Vocabulary
) -> None:
    found = learner(tiny_config, tiny_vocabulary, warmup_share=0.0, embedding_rate=rate)
    optimiser = found.configure_optimizers()["optimizer"]
    weight = found.network.word_encoder.form_embedding.weight
    (group,) = (g for g in optimiser.param_groups if any(p is weight for p in g["params"]))
    assert group["lr"] == pytest.approx(expected)
    assert weight.requires_grad is (rate > 0)


def test_the_running_average_forgets_its_first_weights() -> None:
    average = RunningAverage(0.999)._kwargs["avg_fn"]  # noqa: SLF001  # torch's own hook
    running = torch.tensor(0.0)
    for n in range(1, 20):
        running = average(running, torch.tensor(1.0), n)
    assert running.item() > 0.9
