"""Writes a network as two ONNX graphs whose weights stay in the safetensors file.

The word encoder is a graph of its own, because it reads a token once however often it occurs.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper

from nomen.model.bundle.weights import FORM_SCALES, FORMS
from nomen.model.engines.onnx import LENGTHS, OUTPUT, POSITIONS, WORD_VECTORS
from nomen.model.network.config import NetworkConfig
from nomen.model.network.vocabulary import PADDING_CHARACTER
from nomen.training.export.nodes import Nodes
from nomen.training.export.pinning import NUM_LIMITS, Limits

_OPERATORS = {"rnn": "RNN", "gru": "GRU", "lstm": "LSTM"}
_GATE_ORDERS = {"rnn": [0], "gru": [1, 0, 2], "lstm": [0, 3, 1, 2]}
"""Where ONNX's gates (i; zrh; iofc) stand in torch's order (i; rzn; ifgo).

*Source:* ONNX operators RNN, GRU and LSTM; torch.nn.RNN, GRU and LSTM.
"""

_WORD_INPUTS = {"form_ids": ["U"], "character_ids": ["U", "L"], "shape_ids": ["U"]}
"""The fields of EncodedTokens and their shapes."""


class GraphWriter:
    """Writes one graph, either the word encoder or the network above it.

    Args:
        config: The network's sizes.
        weights: The safetensors file whose tensors the graph names.
    """

    def __init__(self, config: NetworkConfig, weights: Path) -> None:
        self._config = config
        self._nodes = Nodes(weights)
        self._gate_order = self._nodes.constant(np.array(_gate_order(config)))

    def words(self, limits: Limits | None = None) -> onnx.ModelProto:
        """Give the word encoder: the ids of U tokens to their vectors, (U, D).

        Args:
            limits: Clip the vectors to these and add them as two columns, (U, D + 2).
        """
        parts = self._word_encoder()  # (U, ...) each
        if limits is None:
            self._nodes.add("Concat", parts, axis=1, output=WORD_VECTORS)
        else:
            self._limit(self._nodes.add("Concat", parts, axis=1), limits)
        inputs = [
            helper.make_tensor_value_info(name, TensorProto.INT64, shape)
            for name, shape in _WORD_INPUTS.items()
        ]
        return self._nodes.model(inputs, self._vectors(0 if limits is None else NUM_LIMITS))

    def network(self, initial_cells: NDArray[np.float32] | None = None) -> onnx.ModelProto:
        """Give all above it: vectors (U, D) and positions (T, B) to labels (T, B, K).

        Args:
            initial_cells: Of an LSTM whose ranges are pinned: the cell states before the first
                token, (directions, 1, H). The vectors then have two more columns.
        """
        cells = [] if initial_cells is None else ["", self._expanded(initial_cells)]
        x = self._nodes.add("Gather", [WORD_VECTORS, POSITIONS], axis=0)  # (T, B, D)
        for layer in range(self._config.num_layers):
            x = self._recurrent(x, layer, cells)  # (T, B, 2H)
        for i in range(len(self._config.dense_sizes)):
            x = self._nodes.add("Relu", [self._linear(x, f"dense.{i}")])
        logits = self._linear(x, "head")  # (T, B, K)
        if self._config.head == "name":
            self._nodes.add("Sigmoid", [logits], output=OUTPUT)
        else:
            self._nodes.add("Softmax", [logits], axis=2, output=OUTPUT)
        inputs = [
            self._vectors(0 if initial_cells is None else NUM_LIMITS),
            helper.make_tensor_value_info(POSITIONS, TensorProto.INT32, ["T", "B"]),
            helper.make_tensor_value_info(LENGTHS, TensorProto.INT32, ["B"]),
        ]
        output = helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, ["T", "B", "K"])
        return self._nodes.model(inputs, output)

    def _vectors(self, num_more: int) -> onnx.ValueInfoProto:
        size = self._config.word_vector_size + num_more
        return helper.make_tensor_value_info(WORD_VECTORS, TensorProto.FLOAT, ["U", size])

    def _limit(self, vectors: str, limits: Limits) -> None:
        """Clip vectors (U, D) and add the limits as columns, (U, D + 2)."""
        low, high = (self._nodes.constant(np.array(limit, dtype=np.float32)) for limit in limits)
        one_column = self._nodes.constant(np.array([0, 0, 0, 1]))
        clipped = self._nodes.add("Clip", [vectors, low, high])
        widened = self._nodes.add("Pad", [clipped, one_column, low])
        self._nodes.add("Pad", [widened, one_column, high], output=WORD_VECTORS)

    def _expanded(self, cells: NDArray[np.float32]) -> str:
        """Repeat cell states (directions, 1, H) for each sentence, (directions, B, H)."""
        zeros = self._nodes.add("Sub", [LENGTHS, LENGTHS])  # (B,)
        return self._nodes.add("Gather", [self._nodes.constant(cells), zeros], axis=1)

    def _word_encoder(self) -> list[str]:
        embedding = self._nodes.parameter("word_encoder.character_embedding.weight")
        characters = self._nodes.add("Gather", [embedding, "character_ids"], axis=0)  # (U, L, C)
        characters = self._nodes.add("Transpose", [characters], perm=[0, 2, 1])  # (U, C, L)
        padding = self._nodes.constant(np.array(PADDING_CHARACTER))
        is_padding = self._nodes.add("Equal", ["character_ids", padding])  # (U, L)
        is_character = self._nodes.add("Not", [is_padding])
        shown = self._nodes.add("Cast", [is_character], to=TensorProto.FLOAT)
        spelled = [
            self._spelling(characters, shown, i, width)
            for i, width in enumerate(self._config.character_widths)
        ]
        embedding = self._nodes.parameter("word_encoder.shape_embedding.weight")
        shapes = self._nodes.add("Gather", [embedding, "shape_ids"], axis=0)
        return [self._forms(), *spelled, shapes]

    def _forms(self) -> str:
        """Widen the rows of this batch's forms alone: (U, E)."""
        steps = self._nodes.add("Gather", [FORMS, "form_ids"], axis=0)  # int8 (U, E)
        scales = self._nodes.add("Gather", [FORM_SCALES, "form_ids"], axis=0)  # (U, 1)
        steps = self._nodes.add("Cast", [steps], to=TensorProto.FLOAT)
        return self._nodes.add("Mul", [steps, scales])

    def _spelling(self, characters: str, shown: str, index: int, width: int) -> str:
        nodes, name = self._nodes, f"word_encoder.convolutions.{index}"
        inputs = [characters, nodes.parameter(f"{name}.weight"), nodes.parameter(f"{name}.bias")]
        filtered = nodes.add("Conv", inputs, pads=[width - 1, width - 1])  # (U, F, L + width - 1)
        filtered = nodes.add("Relu", [filtered])
        pads = nodes.constant(np.array([0, width - 1, 0, 0]))
        one = nodes.constant(np.array(1, dtype=np.float32))
        mask = nodes.add("Pad", [shown, pads, one])  # (U, L + width - 1)
        mask = nodes.add("Unsqueeze", [mask, nodes.constant(np.array([1]))])
        kept = nodes.add("Mul", [filtered, mask])
        return nodes.add("ReduceMax", [kept], axes=[2], keepdims=0)  # (U, F)

    def _recurrent(self, x: str, layer: int, cells: Sequence[str]) -> str:
        config = self._config
        inputs = [
            x,
            self._stacked("weight_ih", layer),  # (directions, gates H, D)
            self._stacked("weight_hh", layer),  # (directions, gates H, H)
            self._biases(layer),  # (directions, 2 gates H)
            LENGTHS,
            *cells,
        ]
        extra: dict[str, Any] = {"linear_before_reset": 1} if config.cell == "gru" else {}
        states = self._nodes.add(
            _OPERATORS[config.cell],
            inputs,
            hidden_size=config.hidden_size,
            direction="bidirectional" if config.bidirectional else "forward",
            **extra,
        )  # (T, directions, B, H)
        states = self._nodes.add("Transpose", [states], perm=[0, 2, 1, 3])
        size = self._nodes.constant(np.array([0, 0, config.recurrent_size]))
        return self._nodes.add("Reshape", [states, size])  # (T, B, 2H)

    def _stacked(self, kind: str, layer: int) -> str:
        """Reorder the gates of each direction and stack the directions.

        ONNX Runtime folds these nodes into one constant when it loads the graph.
        """
        nodes, parts = self._nodes, []
        for suffix in ("", "_reverse")[: self._config.num_directions]:
            weight = nodes.parameter(f"recurrent.cells.{kind}_l{layer}{suffix}")
            ordered = nodes.add("Gather", [weight, self._gate_order], axis=0)
            parts.append(nodes.add("Unsqueeze", [ordered, nodes.constant(np.array([0]))]))
        return nodes.add("Concat", parts, axis=0) if len(parts) > 1 else parts[0]

    def _biases(self, layer: int) -> str:
        parts = [self._stacked(kind, layer) for kind in ("bias_ih", "bias_hh")]
        return self._nodes.add("Concat", parts, axis=1)

    def _linear(self, x: str, name: str) -> str:
        nodes = self._nodes
        weight = nodes.add("Transpose", [nodes.parameter(f"{name}.weight")], perm=[1, 0])
        return nodes.add("Add", [nodes.add("MatMul", [x, weight]), nodes.parameter(f"{name}.bias")])


def _gate_order(config: NetworkConfig) -> list[int]:
    """Give the rows of torch's weight matrices in ONNX's order."""
    size = config.hidden_size
    return [
        row for gate in _GATE_ORDERS[config.cell] for row in range(gate * size, (gate + 1) * size)
    ]
