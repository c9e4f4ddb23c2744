"""The network in numpy against its equations, step by step."""

import numpy as np

from nomen.model.arrays import Float32Array
from nomen.model.languages.n_grams import NUM_ORDERS, RowArray
from nomen.model.languages.network import Network

RANDOM = np.random.default_rng(7)
NUM_ROWS, DIM, HEADS = 40, 5, 3


def parameters() -> dict[str, Float32Array]:
    shapes = {
        "vectors": (NUM_ROWS, DIM),
        "bias": (DIM,),
        "forget": (HEADS, DIM),
        "forget_bias": (HEADS,),
        "admit": (HEADS, DIM),
        "admit_bias": (HEADS,),
    }
    return {
        name: (RANDOM.normal(size=shape) * 0.3).astype(np.float32) for name, shape in shapes.items()
    }


def step_by_step(given: dict[str, Float32Array], rows: RowArray) -> Float32Array:
    memory = np.zeros((HEADS, DIM))
    for place in rows.T[::-1]:
        x = given["vectors"][place].sum(axis=0) + given["bias"]
        keep = np.exp(-((given["forget"] @ x + given["forget_bias"]) ** 2))
        admit = np.exp(given["admit"] @ x + given["admit_bias"])
        memory = keep[:, None] * memory + admit[:, None] * np.maximum(x, 0)
    states: Float32Array = (memory / np.sqrt(rows.shape[1])).ravel().astype(np.float32)
    return states


def test_states_are_those_of_the_recurrence() -> None:
    given = parameters()
    network = Network(
        vectors=given["vectors"],
        bias=given["bias"],
        forget=(given["forget"], given["forget_bias"]),
        admit=(given["admit"], given["admit_bias"]),
    )
    for length in (1, 2, 30):
        rows = RANDOM.integers(NUM_ROWS, size=(NUM_ORDERS, length)).astype(np.uint32)
        states = network.states(rows) @ network.output(np.eye(HEADS * DIM, dtype=np.float32))
        assert np.allclose(states, step_by_step(given, rows), atol=0.02, rtol=0.01)
