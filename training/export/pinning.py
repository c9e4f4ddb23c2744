"""Widens an LSTM network so that int8 rounds a sentence the same way in every batch.

ONNX Runtime's DynamicQuantizeLSTM measures a range over all rows of a batch: once for a layer's
inputs, and at each step for the hidden states. A sentence's rounding therefore depends on its
neighbours, unless every batch has the same ranges. Two additions fix the ranges:

- Word vectors are clipped to fixed limits, and two more columns hold these limits.
- Two more units of each direction stay at 1 and -1, which no other unit can exceed. They are also
  inputs of the next layer, so that layer needs no columns of its own.

All weights that read the additions are 0, so the network's outputs stay the same.

*Source:* ONNX Runtime 1.32, core/providers/cpu/rnn/rnn_helpers.cc (ComputeGemm) and
core/util/qmath.h (GetQuantizationParameter).
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from nomen.model.bundle.weights import Tensors
from nomen.model.network.config import NetworkConfig

NUM_LIMITS = 2
"""Columns added to the word vectors: the lowest and the highest number."""

_UNITS_STEP = 4
"""The integer product reads four numbers at once, so 164 units are as fast as 162."""

_OPEN = 20.0
"""Bias of a gate that stays open, and a cell state whose tanh is 1: both are exact in float32."""

_NUM_GATES = 4
_FORGET, _OUTPUT = 1, 3  # torch orders the gates ifgo


class Limits(NamedTuple):
    """The lowest and the highest number that int8 keeps of a word vector."""

    low: float
    high: float


def num_pinned_units(hidden_size: int) -> int:
    """Give the number of units added to each direction: two, and those that complete a step."""
    return NUM_LIMITS + -(hidden_size + NUM_LIMITS) % _UNITS_STEP


def pinned_config(config: NetworkConfig) -> NetworkConfig:
    """Give the sizes of the widened network."""
    units = config.hidden_size + num_pinned_units(config.hidden_size)
    return config.model_copy(update={"hidden_size": units})


def pin_ranges(tensors: Tensors, config: NetworkConfig) -> dict[str, NDArray[Any]]:
    """Give the tensors of the widened network.

    Args:
        tensors: The tensors of an LSTM network, as a weights file holds them.
        config: The network's sizes.
    """
    first = "dense.0.weight" if config.dense_sizes else "head.weight"
    widened = {name: _widened(name, value, config) for name, value in tensors.items()}
    return widened | {first: _fill_directions(tensors[first], config)}


def initial_cells(config: NetworkConfig) -> NDArray[np.float32]:
    """Give the cell states before the first token, (directions, 1, H).

    Args:
        config: The sizes before widening.
    """
    size = config.hidden_size
    cells = np.zeros((config.num_directions, 1, pinned_config(config).hidden_size), np.float32)
    cells[:, :, size], cells[:, :, size + 1] = _OPEN, -_OPEN
    return cells


def _widened(name: str, value: NDArray[Any], config: NetworkConfig) -> NDArray[Any]:
    """Add the units' rows to a recurrent tensor, and the columns of what it reads."""
    *module, kind = name.split(".")
    if module != ["recurrent", "cells"]:
        return value
    size = config.hidden_size
    if kind.startswith("weight_hh"):
        value = _fill(value, size)
    elif kind.startswith("weight_ih_l0"):
        value = np.pad(value, [(0, 0), (0, NUM_LIMITS)])
    elif kind.startswith("weight_ih"):
        value = _fill_directions(value, config)
    gates = value.reshape(_NUM_GATES, size, *value.shape[1:])  # (4, H, ...)
    gates = _fill(gates, size, axis=1)
    if kind.startswith("bias_ih"):
        pinned = slice(size, size + NUM_LIMITS)
        gates[_FORGET, pinned] = gates[_OUTPUT, pinned] = _OPEN
    return gates.reshape(-1, *value.shape[1:])


def _fill_directions(weight: NDArray[Any], config: NetworkConfig) -> NDArray[Any]:
    """Add columns of 0 after the units of each direction that a weight reads."""
    parts = np.split(weight, config.num_directions, axis=1)
    return np.concatenate([_fill(part, config.hidden_size) for part in parts], axis=1)


def _fill(value: NDArray[Any], size: int, *, axis: int = -1) -> NDArray[Any]:
    """Add zeros along an axis, as many as there are units added to `size`."""
    widths = [(0, 0)] * value.ndim
    widths[axis] = (0, num_pinned_units(size))
    return np.pad(value, widths)
