"""The figures that the course's first assignment prints, by its equations and by our layers.

*Source:* Ng, Sequence Models (deeplearning.ai), week 1, "Building your Recurrent Neural Network,
Step by Step", expected outputs; all arrays are drawn with `np.random.seed(1)`.
"""

from collections.abc import Callable

import numpy as np
import pytest
import torch

from nomen.model.network.config import NetworkConfig
from nomen.model.network.deep_bilstm import RecurrentLayers
from tests.seeds.recurrence import (
    STEPS,
    Array,
    Gate,
    Gates,
    lstm_step,
    predict,
    rnn_backward,
    unroll,
)

States = Callable[[str, Gates, Array, Array], Array]
LSTM_GATES = ("forget", "update", "output", "candidate")


def draw(**shapes: tuple[int, ...]) -> dict[str, Array]:
    """Draw the arrays in this order, as `np.random.seed(1)` would give them."""
    random = np.random.RandomState(1)
    return {name: random.randn(*shape) for name, shape in shapes.items()}


def draw_rnn(*x_shape: int) -> tuple[dict[str, Array], Gates]:
    sizes = {"w_aa": (5, 5), "w_ax": (5, 3), "w_ya": (2, 5), "b_a": (5, 1), "b_y": (2, 1)}
    drawn = draw(x=x_shape, a0=(5, 10), **sizes)
    return drawn, [Gate(drawn["w_aa"], drawn["w_ax"], drawn["b_a"])]


def draw_lstm(**given: tuple[int, ...]) -> tuple[dict[str, Array], Gates]:
    """Draw in the course's order: [a; x] stacked, forget before update, output before candidate."""
    sizes: dict[str, tuple[int, ...]] = {}
    for gate in LSTM_GATES:
        sizes |= {f"w_{gate}": (5, 8), f"b_{gate}": (5, 1)}
    drawn = draw(**given, **sizes, w_y=(2, 5), b_y=(2, 1))
    order = ("update", "forget", "candidate", "output")
    split = [(np.split(drawn[f"w_{gate}"], [5], axis=1), drawn[f"b_{gate}"]) for gate in order]
    return drawn, [Gate(w_a, w_x, b) for (w_a, w_x), b in split]


def project_layers(cell: str, gates: Gates) -> RecurrentLayers:
    """Build our layers with W_a beside W_x: they begin at state 0, so a0 comes with the first x."""
    sizes = {"embedding_dim": 6, "character_filters": 1, "character_widths": (1,), "shape_dim": 1}
    config = {"cell": cell, "bidirectional": False, "num_layers": 1, "hidden_size": 5} | sizes
    layers = RecurrentLayers(NetworkConfig.model_validate(config)).double()
    arrays = {
        "cells.weight_ih_l0": np.vstack([np.hstack([gate.w_x, gate.w_a]) for gate in gates]),
        "cells.weight_hh_l0": np.vstack([gate.w_a for gate in gates]),
        "cells.bias_ih_l0": np.vstack([gate.b_x for gate in gates])[:, 0],
        "cells.bias_hh_l0": np.zeros(5 * len(gates)),
    }
    layers.load_state_dict({name: torch.from_numpy(array) for name, array in arrays.items()})
    return layers


def project_tokens(x: Array, a0: Array) -> torch.Tensor:
    """Give [x; a0] for the first token and [x; 0] for the others, float64 (B, T, D + H)."""
    start = np.zeros((*a0.shape, x.shape[2]))
    start[:, :, 0] = a0
    return torch.from_numpy(np.concatenate([x, start]).transpose(1, 2, 0).copy())


def states_of_equations(cell: str, gates: Gates, x: Array, a0: Array) -> Array:
    return unroll(STEPS[cell], gates, x, a0)


def states_of_project(cell: str, gates: Gates, x: Array, a0: Array) -> Array:
    tokens = project_tokens(x, a0)
    states = project_layers(cell, gates)(tokens, torch.full((len(tokens),), tokens.shape[1]))
    array: Array = states.detach().numpy().transpose(2, 0, 1)
    return array


both = pytest.mark.parametrize("states_of", [states_of_equations, states_of_project])


def assert_published(actual: Array, figures: float | list[float]) -> None:
    np.testing.assert_allclose(actual, figures, rtol=0, atol=1e-8)


@both
def test_one_rnn_cell(states_of: States) -> None:
    drawn, gates = draw_rnn(3, 10)
    a = states_of("rnn", gates, drawn["x"][:, :, None], drawn["a0"])[:, :, 0]
    # fmt: off
    assert_published(a[4], [
        0.59584544, 0.18141802, 0.61311866, 0.99808218, 0.85016201,
        0.99980978, -0.18887155, 0.99815551, 0.6531151, 0.82872037,
    ])
    assert_published(predict(drawn["w_ya"], drawn["b_y"], a)[1], [
        0.9888161, 0.01682021, 0.21140899, 0.36817467, 0.98988387,
        0.88945212, 0.36920224, 0.9966312, 0.9982559, 0.17746526,
    ])
    # fmt: on


@both
def test_an_rnn_over_four_time_steps(states_of: States) -> None:
    drawn, gates = draw_rnn(3, 10, 4)
    a = states_of("rnn", gates, drawn["x"], drawn["a0"])
    y = [predict(drawn["w_ya"], drawn["b_y"], a[:, :, t])[1][3] for t in range(4)]
    assert_published(a[4][1], [-0.99999375, 0.77911235, -0.99861469, -0.99833267])
    assert_published(np.array(y), [0.79560373, 0.86224861, 0.11118257, 0.81515947])


def test_one_lstm_cell() -> None:
    drawn, gates = draw_lstm(x=(3, 10), a=(5, 10), c=(5, 10))
    a, c = lstm_step(gates, (drawn["a"], drawn["c"]), drawn["x"])
    # fmt: off
    assert_published(a[4], [
        -0.66408471, 0.0036921, 0.02088357, 0.22834167, -0.85575339,
        0.00138482, 0.76566531, 0.34631421, -0.00215674, 0.43827275,
    ])
    assert_published(c[2], [
        0.63267805, 1.00570849, 0.35504474, 0.20690913, -1.64566718,
        0.11832942, 0.76449811, -0.0981561, -0.74348425, -0.26810932,
    ])
    # fmt: on


@both
def test_an_lstm_over_seven_time_steps(states_of: States) -> None:
    drawn, gates = draw_lstm(x=(3, 10, 7), a0=(5, 10))
    a = states_of("lstm", gates, drawn["x"], drawn["a0"])
    assert_published(a[4][3][6], 0.172117767533)
    assert_published(predict(drawn["w_y"], drawn["b_y"], a[:, :, 3])[1][4], 0.95087346185)


def draw_rnn_gradients() -> tuple[dict[str, Array], Gate]:
    """Draw an RNN in the course's other order: W_ax before W_aa, the loss's gradient da last."""
    sizes = {"w_ax": (5, 3), "w_aa": (5, 5), "w_ya": (2, 5), "b_a": (5, 1), "b_y": (2, 1)}
    drawn = draw(x=(3, 10, 4), a0=(5, 10), **sizes, da=(5, 10, 4))
    return drawn, Gate(drawn["w_aa"], drawn["w_ax"], drawn["b_a"])


def test_gradients_of_the_equations_through_four_time_steps() -> None:
    drawn, cell = draw_rnn_gradients()
    gradients = rnn_backward(cell, drawn["x"], drawn["a0"], drawn["da"])
    assert_published(gradients.x[1][2], [-2.07101689, -0.59255627, 0.02466855, 0.01483317])
    assert_published(gradients.a0[2][3], -0.314942375127)
    assert_published(gradients.w_ax[3][1], 11.2641044965)
    assert_published(gradients.w_aa[1][2], 2.30333312658)
    assert_published(gradients.b_a[4], [-0.74747722])


def test_gradients_of_the_project_through_four_time_steps() -> None:
    drawn, cell = draw_rnn_gradients()
    tokens = project_tokens(drawn["x"], drawn["a0"]).requires_grad_()
    layers = project_layers("rnn", [cell])
    da = torch.from_numpy(drawn["da"].transpose(1, 2, 0).copy())
    states, wanted = layers(tokens, torch.full((10,), 4)), [tokens, *layers.cells.parameters()]
    by = [gradient.numpy() for gradient in torch.autograd.grad(states, wanted, da)]
    by_tokens, by_w_x, by_w_a, by_b, _ = by
    assert_published(by_tokens[2, :, 1], [-2.07101689, -0.59255627, 0.02466855, 0.01483317])
    assert_published(by_tokens[3, 0, 3 + 2], -0.314942375127)
    assert_published(by_w_x[3, 1], 11.2641044965)
    assert_published(by_w_x[1, 3 + 2] + by_w_a[1, 2], 2.30333312658)
    assert_published(by_b[4], -0.74747722)
