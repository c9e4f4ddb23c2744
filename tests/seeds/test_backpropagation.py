"""Gradients through time against the equations and against finite differences."""

from collections.abc import Callable

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from nomen.model.network.config import NetworkConfig
from nomen.model.network.deep_bilstm import BatchTensors, DeepBiLSTM, RecurrentLayers
from tests.seeds.recurrence import Array, Gate, rnn_backward

SMALL = {
    "num_layers": 2,
    "hidden_size": 2,
    "embedding_dim": 1,
    "character_dim": 2,
    "character_filters": 1,
    "character_widths": (2,),
    "shape_dim": 1,
    "dropout": 0.0,
    "head": "bio",
}
LENGTHS = torch.tensor([2, 4, 1])
GOLD = torch.tensor([[0, 1, -100, -100], [1, 2, 2, 0], [1, -100, -100, -100]])

cells = pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])


def randomize(module: nn.Module) -> None:
    generator = torch.Generator().manual_seed(5)
    for parameter in module.double().parameters():
        parameter.data.uniform_(-1, 1, generator=generator)


def draw(*shape: int) -> Tensor:
    return torch.from_numpy(np.random.default_rng(3).normal(size=shape))


def central_differences(loss: Callable[[], Tensor], values: Tensor, step: float = 1e-5) -> Tensor:
    """Give (L(v + step) - L(v - step)) / (2 step) for each of the values."""
    slopes = torch.empty_like(values)
    with torch.no_grad():
        for i, value in enumerate(values.flatten().tolist()):
            values.view(-1)[i] = value + step
            above = loss()
            values.view(-1)[i] = value - step
            slopes.view(-1)[i] = (above - loss()) / (2 * step)
            values.view(-1)[i] = value
    return slopes


def relative_difference(one: Tensor, other: Tensor) -> float:
    """Compare two gradients.

    *Source:* Ng, Improving Deep Neural Networks (deeplearning.ai), week 1, gradient checking.
    """
    return float((one - other).norm() / (one.norm() + other.norm()))


def whole_loss(network: DeepBiLSTM) -> Tensor:
    """Give the cross-entropy of three sentences of different lengths."""
    batch = BatchTensors(
        form_ids=torch.tensor([1, 2, 3]),
        character_ids=torch.tensor([[2, 3], [4, 0], [3, 2]]),
        shape_ids=torch.tensor([0, 1, 2]),
        positions=torch.tensor([[0, 1, 0, 0], [1, 2, 2, 0], [2, 0, 0, 0]]),
        lengths=LENGTHS,
    )
    return nn.functional.cross_entropy(network(batch).flatten(0, 1), GOLD.flatten())


@cells
def test_gradients_of_recurrent_layers_and_head_agree_with_central_differences(cell: str) -> None:
    config = NetworkConfig.model_validate(SMALL | {"cell": cell})
    network = DeepBiLSTM(config, num_forms=4, num_characters=5)
    randomize(network)
    weights = {
        name: weight
        for name, weight in network.named_parameters()
        if name.startswith(("recurrent.", "head."))
    }
    given = torch.autograd.grad(whole_loss(network), list(weights.values()))
    for (name, weight), gradient in zip(weights.items(), given, strict=True):
        slopes = central_differences(lambda: whole_loss(network), weight.data)
        assert relative_difference(gradient, slopes) < 1e-7, name


@cells
@pytest.mark.parametrize("bidirectional", [False, True])
def test_gradients_by_tokens_agree_with_central_differences(
    cell: str, *, bidirectional: bool
) -> None:
    choices = {"cell": cell, "bidirectional": bidirectional}
    layers = RecurrentLayers(NetworkConfig.model_validate(SMALL | choices))
    randomize(layers)
    tokens = draw(3, 4, 3).requires_grad_()
    (given,) = torch.autograd.grad(layers(tokens, LENGTHS).square().sum(), tokens)
    slopes = central_differences(lambda: layers(tokens, LENGTHS).square().sum(), tokens.data)
    assert relative_difference(given, slopes) < 1e-7


@pytest.mark.parametrize("bidirectional", [False, True])
def test_only_in_two_directions_does_the_first_token_depend_on_the_last(
    *, bidirectional: bool
) -> None:
    choices = {"cell": "rnn", "bidirectional": bidirectional}
    layers = RecurrentLayers(NetworkConfig.model_validate(SMALL | choices))
    randomize(layers)
    tokens = draw(1, 4, 3).requires_grad_()
    first = layers(tokens, torch.tensor([4]))[0, 0].sum()
    (given,) = torch.autograd.grad(first, tokens)
    assert bool(given[0, 3].any()) is bidirectional


def test_padding_neither_gets_nor_gives_a_gradient() -> None:
    layers = RecurrentLayers(NetworkConfig.model_validate(SMALL))
    randomize(layers)
    tokens, by_states = draw(3, 4, 3).requires_grad_(), draw(3, 4, 4)
    padding = torch.arange(4) >= LENGTHS[:, None]
    wanted = [tokens, *layers.parameters()]
    given = torch.autograd.grad(layers(tokens, LENGTHS), wanted, by_states)
    by_states[padding] = 0
    expected = torch.autograd.grad(layers(tokens, LENGTHS), wanted, by_states)
    torch.testing.assert_close(given, expected, rtol=0, atol=0)
    assert not given[0][padding].any()


def by_equations(layers: RecurrentLayers, tokens: Tensor, da: Tensor) -> list[Array]:
    """Give the gradients of one sentence (T, D) in torch's order: x, W_ax, W_aa, b_ih, b_hh."""
    w_ax, w_aa, b_ih, b_hh = (weight.detach().numpy() for weight in layers.parameters())
    cell = Gate(w_aa, w_ax, b_ih[:, None], b_hh[:, None])
    x = tokens.detach().numpy().T[:, None]
    by = rnn_backward(cell, x, np.zeros((2, 1)), da.numpy().T[:, None])
    return [by.x[:, 0].T, by.w_ax, by.w_aa, by.b_a[:, 0], by.b_a[:, 0]]


def test_a_tanh_rnn_backpropagates_by_the_equations() -> None:
    choices = {"cell": "rnn", "bidirectional": False, "num_layers": 1}
    layers = RecurrentLayers(NetworkConfig.model_validate(SMALL | choices))
    randomize(layers)
    tokens, da = draw(3, 4, 3).requires_grad_(), draw(3, 4, 2)
    wanted = [tokens, *layers.parameters()]
    by_tokens, *by_weights = torch.autograd.grad(layers(tokens, LENGTHS), wanted, da)
    alone = [by_equations(layers, tokens[i, :n], da[i, :n]) for i, n in enumerate(LENGTHS)]
    for given, (by_x, *_) in zip(by_tokens, alone, strict=True):
        np.testing.assert_allclose(given[: len(by_x)], by_x, rtol=0, atol=1e-12)
    for given, *parts in zip(by_weights, *(by[1:] for by in alone), strict=True):
        np.testing.assert_allclose(given, sum(parts), rtol=0, atol=1e-12)
