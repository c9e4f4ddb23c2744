"""The equations of the sequence-models course in numpy, for sentences of one length.

Columns are the sentences of a batch, as in the course: x is (D, B, T), its states are (H, B, T).

*Source:* Ng, Sequence Models (deeplearning.ai), week 1: RNN, GRU, LSTM, bidirectional, deep.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
State = tuple[Array, ...]


class Gate(NamedTuple):
    """One gate of a cell, or its candidate, before the sigmoid or tanh.

    The course has one bias; torch adds two. Only a GRU's candidate tells them apart.
    """

    w_a: Array  # (H, H)
    w_x: Array  # (H, D)
    b_x: Array  # (H, 1)
    b_a: Array | float = 0.0  # (H, 1)

    def __call__(self, a: Array, x: Array) -> Array:
        """Give W_a a + W_x x + b (H, B)."""
        return self.w_a @ a + self.b_a + self.w_x @ x + self.b_x


Gates = Sequence[Gate]
Step = Callable[[Gates, State, Array], State]


def sigmoid(z: Array) -> Array:
    """Give values between 0 and 1."""
    return 1 / (1 + np.exp(-z))


def softmax(z: Array) -> Array:
    """Give columns that sum to 1."""
    exponentials: Array = np.exp(z - z.max(axis=0))
    probabilities: Array = exponentials / exponentials.sum(axis=0)
    return probabilities


def predict(w_ya: Array, b_y: Array, a: Array) -> Array:
    """Give softmax(W_ya a + b_y) for states (H, B)."""
    return softmax(w_ya @ a + b_y)


def rnn_step(gates: Gates, state: State, x: Array) -> State:
    """Give a = tanh(W_aa a + W_ax x + b_a)."""
    (cell,), (a,) = gates, state
    return (np.tanh(cell(a, x)),)


def lstm_step(gates: Gates, state: State, x: Array) -> State:
    """Give a, c by the gates update, forget, candidate, output."""
    (update, forget, candidate, output), (a, c) = gates, state
    c = sigmoid(update(a, x)) * np.tanh(candidate(a, x)) + sigmoid(forget(a, x)) * c
    return sigmoid(output(a, x)) * np.tanh(c), c


def gru_step(gates: Gates, state: State, x: Array) -> State:
    """Give c by relevance, update, candidate as torch does: relevance after the product."""
    (relevance, update, candidate), (c,) = gates, state
    recalled = sigmoid(relevance(c, x)) * (candidate.w_a @ c + candidate.b_a)
    proposed = np.tanh(recalled + candidate.w_x @ x + candidate.b_x)
    share = sigmoid(update(c, x))
    return (share * proposed + (1 - share) * c,)


def course_gru_step(gates: Gates, state: State, x: Array) -> State:
    """Give c as the course does: relevance before the product, tanh(W_c [r * c, x] + b_c)."""
    (relevance, update, candidate), (c,) = gates, state
    proposed = np.tanh(candidate(sigmoid(relevance(c, x)) * c, x))
    share = sigmoid(update(c, x))
    return (share * proposed + (1 - share) * c,)


def simplified_gru_step(gates: Gates, state: State, x: Array) -> State:
    """Give c as the course's simplified GRU does: all of c is relevant."""
    (_, update, candidate), (c,) = gates, state
    share = sigmoid(update(c, x))
    return (share * np.tanh(candidate(c, x)) + (1 - share) * c,)


STEPS: dict[str, Step] = {"rnn": rnn_step, "gru": gru_step, "lstm": lstm_step}


def unroll(step: Step, gates: Gates, x: Array, a0: Array | None = None) -> Array:
    """Give the states (H, B, T) that begin at a0, or at 0. An LSTM's memory begins at 0."""
    nothing = np.zeros((len(gates[0].b_x), x.shape[1]))
    state: State = (nothing if a0 is None else a0, nothing)[: 2 if step is lstm_step else 1]
    states = []
    for t in range(x.shape[2]):
        state = step(gates, state, x[:, :, t])
        states.append(state[0])
    return np.stack(states, axis=2)


def join_directions(step: Step, directions: Sequence[Gates], x: Array) -> Array:
    """Give [forward state; backward state] (2H, B, T), or the forward states alone."""
    forward = unroll(step, directions[0], x)
    backward = [unroll(step, gates, x[:, :, ::-1])[:, :, ::-1] for gates in directions[1:]]
    return np.concatenate([forward, *backward], axis=0)


def deep_states(step: Step, layers: Sequence[Sequence[Gates]], x: Array) -> Array:
    """Give the states of the last of several layers, each of which reads the one below."""
    for directions in layers:
        x = join_directions(step, directions, x)
    return x


def split_gates(cell: str, weights: Mapping[str, Array], end: str) -> Gates:
    """Split the stacked weights of one direction of one torch layer into the course's gates.

    ============== ====================== ===============================================
    course         torch.nn.LSTM, ifgo    torch.nn.GRU, rzn (its h is the course's c = a)
    ============== ====================== ===============================================
    Γ_u, update    i                      1 - z: z with all signs changed
    Γ_f, forget    f                      z, the course's 1 - Γ_u
    Γ_o, output    o                      none
    Γ_r, relevance none                   r, applied after the product W_hn h + b_hn
    c̃, candidate   g                      n
    ============== ====================== ===============================================

    Args:
        cell: `rnn`, `gru` or `lstm`.
        weights: torch's parameters by name.
        end: The suffix of their names: `_l0`, `_l0_reverse`, `_l1` …
    """
    names = ("weight_hh", "weight_ih", "bias_ih", "bias_hh")
    num_gates = {"rnn": 1, "gru": 3, "lstm": 4}[cell]
    parts = [np.split(weights[name + end], num_gates) for name in names]
    gates = [
        Gate(w_a, w_x, b_x[:, None], b_a[:, None])
        for w_a, w_x, b_x, b_a in zip(*parts, strict=True)
    ]
    if cell == "gru":
        w_a, w_x, b_x, b_a = gates[1]
        gates[1] = Gate(-w_a, -w_x, -b_x, -b_a)
    return gates


def split_layers(cell: str, weights: Mapping[str, Array]) -> list[list[Gates]]:
    """Split all torch weights into layers, each of one or two directions."""
    ends = [name.removeprefix("weight_ih") for name in weights if name.startswith("weight_ih")]
    depth = len({end.removesuffix("_reverse") for end in ends})
    return [
        [split_gates(cell, weights, end) for end in (f"_l{i}", f"_l{i}_reverse") if end in ends]
        for i in range(depth)
    ]


class RnnGradients(NamedTuple):
    """Gradients of a loss by the inputs and parameters of a tanh RNN."""

    x: Array  # (D, B, T)
    a0: Array  # (H, B)
    w_ax: Array  # (H, D)
    w_aa: Array  # (H, H)
    b_a: Array  # (H, 1)


def rnn_backward(cell: Gate, x: Array, a0: Array, da: Array) -> RnnGradients:
    """Backpropagate through time from the loss's gradients by the states, da (H, B, T)."""
    states = np.concatenate([a0[:, :, None], unroll(rnn_step, [cell], x, a0)], axis=2)
    later = np.zeros_like(a0)
    dz = np.zeros_like(da)  # (H, B, T), by the tanh's argument
    for t in reversed(range(x.shape[2])):
        dz[:, :, t] = (1 - states[:, :, t + 1] ** 2) * (da[:, :, t] + later)
        later = cell.w_a.T @ dz[:, :, t]
    return RnnGradients(
        x=np.einsum("hd,hbt->dbt", cell.w_x, dz),
        a0=later,
        w_ax=np.einsum("hbt,dbt->hd", dz, x),
        w_aa=np.einsum("hbt,gbt->hg", dz, states[:, :, :-1]),
        b_a=dz.sum(axis=(1, 2))[:, None],
    )
