"""The states of our recurrent layers against the course's equations."""

from itertools import product

import numpy as np
import pytest
import torch
from torch import Tensor

from nomen.model.network.config import NetworkConfig
from nomen.model.network.deep_bilstm import (
    BatchTensors,
    DeepBiLSTM,
    RecurrentLayers,
    label_probabilities,
)
from tests.seeds.recurrence import (
    STEPS,
    Array,
    Gate,
    course_gru_step,
    deep_states,
    predict,
    simplified_gru_step,
    split_layers,
    unroll,
)

SMALL = {
    "hidden_size": 4,
    "embedding_dim": 1,
    "character_dim": 2,
    "character_filters": 1,
    "character_widths": (2,),
    "shape_dim": 1,
    "dropout": 0.0,
    "head": "bio",
}
ARCHITECTURES = list(product(["rnn", "gru", "lstm"], [False, True], [1, 2]))

architectures = pytest.mark.parametrize(("cell", "bidirectional", "num_layers"), ARCHITECTURES)


def small_config(
    cell: str, *, bidirectional: bool = False, num_layers: int = 1, dropout: float = 0.0
) -> NetworkConfig:
    """Give the config of a network with three inputs and four units a direction."""
    choices = {"cell": cell, "bidirectional": bidirectional, "num_layers": num_layers}
    return NetworkConfig.model_validate(SMALL | choices | {"dropout": dropout})


def randomize(module: torch.nn.Module, dtype: torch.dtype = torch.float64) -> None:
    """Set all weights to values of both signs: new biases are mostly 0 and would hide a mix-up."""
    generator = torch.Generator().manual_seed(5)
    module.to(dtype).requires_grad_(requires_grad=False)
    for parameter in module.parameters():
        parameter.uniform_(-1, 1, generator=generator)


def build_layers(config: NetworkConfig, dtype: torch.dtype = torch.float64) -> RecurrentLayers:
    layers = RecurrentLayers(config)
    randomize(layers, dtype)
    return layers


def draw_tokens(num_sentences: int, num_tokens: int) -> Tensor:
    """Give float64 (B, T, 3)."""
    return torch.from_numpy(np.random.default_rng(3).normal(size=(num_sentences, num_tokens, 3)))


def by_equations(layers: RecurrentLayers, cell: str, tokens: Tensor) -> Array:
    """Give the states of sentences of one length (B, T, H or 2H) by the equations in float64."""
    weights = {name: weight.double().numpy() for name, weight in layers.cells.named_parameters()}
    x = tokens.double().numpy().transpose(2, 0, 1)
    return deep_states(STEPS[cell], split_layers(cell, weights), x).transpose(1, 2, 0)


@pytest.mark.parametrize(
    ("dtype", "tolerance"), [(torch.float64, 1e-12), (torch.float32, 1e-6)], ids=str
)
@architectures
def test_the_layers_are_the_equations_of_the_course(
    cell: str, *, bidirectional: bool, num_layers: int, dtype: torch.dtype, tolerance: float
) -> None:
    config = small_config(cell, bidirectional=bidirectional, num_layers=num_layers)
    layers, tokens = build_layers(config, dtype), draw_tokens(3, 6).to(dtype)
    states = layers(tokens, torch.tensor([6, 6, 6])).numpy()
    expected = by_equations(layers, cell, tokens)
    assert (layers.cells.num_layers, layers.cells.bidirectional) == (num_layers, bidirectional)
    assert states.shape == (3, 6, 8 if bidirectional else 4)
    np.testing.assert_allclose(states, expected, rtol=0, atol=tolerance)


@architectures
def test_a_sentence_of_a_padded_batch_has_the_states_it_has_alone_and_0_on_padding(
    cell: str, *, bidirectional: bool, num_layers: int
) -> None:
    config = small_config(cell, bidirectional=bidirectional, num_layers=num_layers)
    layers, tokens, lengths = build_layers(config), draw_tokens(4, 7), [2, 5, 1, 4]
    states = layers(tokens, torch.tensor(lengths)).numpy()
    expected = np.zeros((4, 7, 8 if bidirectional else 4))
    for i, length in enumerate(lengths):
        expected[i, :length] = by_equations(layers, cell, tokens[i : i + 1, :length])[0]
    np.testing.assert_allclose(states, expected, rtol=0, atol=1e-12)


@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
def test_two_directions_are_two_networks_side_by_side(cell: str) -> None:
    both = build_layers(small_config(cell, bidirectional=True))
    one, tokens, length = build_layers(small_config(cell)), draw_tokens(1, 5), torch.tensor([5])
    weights = both.cells.state_dict()
    one.cells.load_state_dict({name: weights[name] for name in one.cells.state_dict()})
    forward = one(tokens, length)
    one.cells.load_state_dict({name: weights[f"{name}_reverse"] for name in one.cells.state_dict()})
    backward = one(tokens.flip(1), length).flip(1)
    torch.testing.assert_close(both(tokens, length), torch.cat([forward, backward], dim=2))


def test_stacked_weights_times_stacked_vectors_give_the_next_state() -> None:
    layers, tokens = build_layers(small_config("rnn")), draw_tokens(1, 2)
    a1, a2 = layers(tokens, torch.tensor([2]))[0].numpy()
    w_ax, w_aa, b_ih, b_hh = (weight.numpy() for weight in layers.cells.parameters())
    stacked = np.concatenate([w_aa, w_ax], axis=1) @ np.concatenate([a1, tokens[0, 1].numpy()])
    np.testing.assert_allclose(a2, np.tanh(stacked + b_ih + b_hh), rtol=0, atol=1e-12)


def gru_gates(layers: RecurrentLayers) -> list[Gate]:
    weights = {name: weight.numpy() for name, weight in layers.cells.named_parameters()}
    return list(split_layers("gru", weights)[0][0])


def test_torch_resets_as_the_course_if_candidate_units_do_not_mix() -> None:
    layers, tokens = build_layers(small_config("gru")), draw_tokens(2, 6)
    cells = layers.cells
    cells.weight_hh_l0[8:] = torch.diag(torch.tensor([0.9, -0.7, 0.5, -0.3]))
    cells.bias_hh_l0[8:] = 0
    states = layers(tokens, torch.tensor([6, 6])).numpy().transpose(2, 0, 1)
    expected = unroll(course_gru_step, gru_gates(layers), tokens.numpy().transpose(2, 0, 1))
    np.testing.assert_allclose(states, expected, rtol=0, atol=1e-12)


def test_torch_resets_later_than_the_course_if_candidate_units_mix() -> None:
    layers, tokens = build_layers(small_config("gru")), draw_tokens(2, 6)
    layers.cells.bias_hh_l0[8:] = 0
    states = layers(tokens, torch.tensor([6, 6])).numpy().transpose(2, 0, 1)
    other = unroll(course_gru_step, gru_gates(layers), tokens.numpy().transpose(2, 0, 1))
    np.testing.assert_allclose(states[:, :, 0], other[:, :, 0], rtol=0, atol=1e-12)
    assert np.abs(states - other)[:, :, 1:].max() > 0.01


def test_a_gru_whose_relevance_is_1_is_the_simplified_one() -> None:
    layers, tokens = build_layers(small_config("gru")), draw_tokens(2, 6)
    layers.cells.bias_ih_l0[:4] = 100
    states = layers(tokens, torch.tensor([6, 6])).numpy().transpose(2, 0, 1)
    expected = unroll(simplified_gru_step, gru_gates(layers), tokens.numpy().transpose(2, 0, 1))
    np.testing.assert_allclose(states, expected, rtol=0, atol=1e-12)


def three_sentences() -> BatchTensors:
    """Give sentences of 4, 2 and 3 tokens, of which 5 are distinct."""
    return BatchTensors(
        form_ids=torch.tensor([1, 2, 3, 4, 5]),
        character_ids=torch.tensor([[2, 3, 0], [4, 0, 0], [3, 2, 4], [5, 5, 0], [2, 0, 0]]),
        shape_ids=torch.tensor([0, 1, 2, 1, 0]),
        positions=torch.tensor([[0, 1, 2, 3], [4, 0, 0, 0], [2, 2, 1, 0]]),
        lengths=torch.tensor([4, 2, 3]),
    )


@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
def test_the_whole_network_predicts_by_the_equations(cell: str) -> None:
    config = small_config(cell, bidirectional=True, num_layers=2, dropout=0.5)
    network, batch = DeepBiLSTM(config, num_forms=6, num_characters=6).eval(), three_sentences()
    randomize(network)
    table = network.word_encoder(batch.form_ids, batch.character_ids, batch.shape_ids)
    probabilities = label_probabilities(network(batch))
    w_ya, b_y = network.head.weight.numpy(), network.head.bias.numpy()[:, None]
    for i, length in enumerate(batch.lengths.tolist()):
        tokens = table[batch.positions[i : i + 1, :length]]
        expected = predict(w_ya, b_y, by_equations(network.recurrent, cell, tokens)[0].T)
        np.testing.assert_allclose(probabilities[i, :length].T, expected, rtol=0, atol=1e-12)
