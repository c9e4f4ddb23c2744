"""Writes a network as two ONNX graphs whose weights stay in the safetensors file; knows no corpus.

The word encoder reads a token once however often it occurs, so it is a graph of its own.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from nomen.model.bundle.weights import FORM_SCALES, FORMS
from nomen.model.engines.onnx import LENGTHS, OUTPUT, POSITIONS, WORD_VECTORS
from nomen.model.network.config import NetworkConfig
from nomen.model.network.vocabulary import PADDING_CHARACTER
from nomen.training.export.pinning import NUM_LIMITS, Limits

OPSET = 17
IR_VERSION = 8
_OPERATORS = {"rnn": "RNN", "gru": "GRU", "lstm": "LSTM"}
_GATE_ORDERS = {"rnn": [0], "gru": [1, 0, 2], "lstm": [0, 3, 1, 2]}
"""Where ONNX's gates (i; zrh; iofc) stand in torch's order (i; rzn; ifgo).

*Source:* ONNX operators RNN, GRU and LSTM; torch.nn.RNN, GRU and LSTM.
"""

_TYPES = {"F32": TensorProto.FLOAT, "F16": TensorProto.FLOAT16, "I8": TensorProto.INT8}
"""ONNX's names of the number formats that safetensors files hold."""

_WIDENED = ".float32"
"""Ends the name of a float16 parameter widened to float32."""

# The fields of EncodedTokens and their shapes.
_WORD_INPUTS = {"form_ids": ["U"], "character_ids": ["U", "L"], "shape_ids": ["U"]}


class GraphWriter:
    """Collects the nodes of one graph.

    Args:
        config: The network's sizes.
        weights: The safetensors file whose tensors the graph names.
    """

    def __init__(self, config: NetworkConfig, weights: Path) -> None:
        self._config = config
        self._nodes: list[onnx.NodeProto] = []
        self._initializers = _external_tensors(weights)
        self._gate_order = self._constant(np.array(_gate_order(config)))

    def words(self, limits: Limits | None = None) -> onnx.ModelProto:
        """Give the word encoder: the ids of U tokens to their vectors, (U, D).

        Args:
            limits: Clip the vectors to these and add them as two columns, (U, D + 2).
        """
        parts = self._word_encoder()  # (U, ...) each
        if limits is None:
            self._node("Concat", parts, axis=1, output=WORD_VECTORS)
        else:
            self._limit(self._node("Concat", parts, axis=1), limits)
        inputs = [
            helper.make_tensor_value_info(name, TensorProto.INT64, shape)
            for name, shape in _WORD_INPUTS.items()
        ]
        return self._model(inputs, self._vectors(0 if limits is None else NUM_LIMITS))

    def network(self, initial_cells: NDArray[np.float32] | None = None) -> onnx.ModelProto:
        """Give all above it: vectors (U, D) and positions (T, B) to labels (T, B, K).

        Args:
            initial_cells: Of an LSTM whose ranges are pinned: the cell states before the first
                token, (directions, 1, H). The vectors then have two more columns.
        """
        cells = [] if initial_cells is None else ["", self._expanded(initial_cells)]
        x = self._node("Gather", [WORD_VECTORS, POSITIONS], axis=0)  # (T, B, D)
        for layer in range(self._config.num_layers):
            x = self._recurrent(x, layer, cells)  # (T, B, 2H)
        for i in range(len(self._config.dense_sizes)):
            x = self._node("Relu", [self._linear(x, f"dense.{i}")])
        logits = self._linear(x, "head")  # (T, B, K)
        if self._config.head == "name":
            self._node("Sigmoid", [logits], output=OUTPUT)
        else:
            self._node("Softmax", [logits], axis=2, output=OUTPUT)
        inputs = [
            self._vectors(0 if initial_cells is None else NUM_LIMITS),
            helper.make_tensor_value_info(POSITIONS, TensorProto.INT32, ["T", "B"]),
            helper.make_tensor_value_info(LENGTHS, TensorProto.INT32, ["B"]),
        ]
        output = helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, ["T", "B", "K"])
        return self._model(inputs, output)

    def _vectors(self, num_more: int) -> onnx.ValueInfoProto:
        size = self._config.word_vector_size + num_more
        return helper.make_tensor_value_info(WORD_VECTORS, TensorProto.FLOAT, ["U", size])

    def _model(
        self, inputs: Sequence[onnx.ValueInfoProto], output: onnx.ValueInfoProto
    ) -> onnx.ModelProto:
        used = {name for node in self._nodes for name in node.input}
        initializers = [tensor for tensor in self._initializers if tensor.name in used]
        graph = helper.make_graph(self._nodes, "nomen", inputs, [output], initializers)
        opset = helper.make_opsetid("", OPSET)
        return helper.make_model(
            graph, opset_imports=[opset], ir_version=IR_VERSION, producer_name="nomen"
        )

    def _limit(self, vectors: str, limits: Limits) -> None:
        """Clip vectors (U, D) and add the limits as columns, (U, D + 2)."""
        low, high = (self._constant(np.array(limit, dtype=np.float32)) for limit in limits)
        one_column = self._constant(np.array([0, 0, 0, 1]))
        clipped = self._node("Clip", [vectors, low, high])
        widened = self._node("Pad", [clipped, one_column, low])
        self._node("Pad", [widened, one_column, high], output=WORD_VECTORS)

    def _expanded(self, cells: NDArray[np.float32]) -> str:
        """Repeat cell states (directions, 1, H) for each sentence, (directions, B, H)."""
        zeros = self._node("Sub", [LENGTHS, LENGTHS])  # (B,)
        return self._node("Gather", [self._constant(cells), zeros], axis=1)

    def _word_encoder(self) -> list[str]:
        embedding = self._parameter("word_encoder.character_embedding.weight")
        characters = self._node("Gather", [embedding, "character_ids"], axis=0)  # (U, L, C)
        characters = self._node("Transpose", [characters], perm=[0, 2, 1])  # (U, C, L)
        padding = self._constant(np.array(PADDING_CHARACTER))
        is_padding = self._node("Equal", ["character_ids", padding])  # (U, L)
        is_character = self._node("Not", [is_padding])
        shown = self._node("Cast", [is_character], to=TensorProto.FLOAT)
        spelled = [
            self._spelling(characters, shown, i, width)
            for i, width in enumerate(self._config.character_widths)
        ]
        embedding = self._parameter("word_encoder.shape_embedding.weight")
        shapes = self._node("Gather", [embedding, "shape_ids"], axis=0)
        return [self._forms(), *spelled, shapes]

    def _forms(self) -> str:
        """Widen the rows of this batch's forms alone: (U, E)."""
        steps = self._node("Gather", [FORMS, "form_ids"], axis=0)  # int8 (U, E)
        scales = self._node("Gather", [FORM_SCALES, "form_ids"], axis=0)  # (U, 1)
        steps = self._node("Cast", [steps], to=TensorProto.FLOAT)
        return self._node("Mul", [steps, scales])

    def _spelling(self, characters: str, shown: str, index: int, width: int) -> str:
        name = f"word_encoder.convolutions.{index}"
        weight, bias = self._parameter(f"{name}.weight"), self._parameter(f"{name}.bias")
        filtered = self._node(
            "Conv", [characters, weight, bias], pads=[width - 1, width - 1]
        )  # (U, F, L + width - 1)
        filtered = self._node("Relu", [filtered])
        pads = self._constant(np.array([0, width - 1, 0, 0]))
        one = self._constant(np.array(1, dtype=np.float32))
        mask = self._node("Pad", [shown, pads, one])  # (U, L + width - 1)
        mask = self._node("Unsqueeze", [mask, self._constant(np.array([1]))])
        kept = self._node("Mul", [filtered, mask])
        return self._node("ReduceMax", [kept], axes=[2], keepdims=0)  # (U, F)

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
        states = self._node(
            _OPERATORS[config.cell],
            inputs,
            hidden_size=config.hidden_size,
            direction="bidirectional" if config.bidirectional else "forward",
            **extra,
        )  # (T, directions, B, H)
        states = self._node("Transpose", [states], perm=[0, 2, 1, 3])
        size = self._constant(np.array([0, 0, config.recurrent_size]))
        return self._node("Reshape", [states, size])  # (T, B, 2H)

    def _stacked(self, kind: str, layer: int) -> str:
        """Reorder the gates of each direction and stack the directions.

        ONNX Runtime folds these nodes into one constant when it loads the graph.
        """
        parts = []
        for suffix in ("", "_reverse")[: self._config.num_directions]:
            weight = self._parameter(f"recurrent.cells.{kind}_l{layer}{suffix}")
            ordered = self._node("Gather", [weight, self._gate_order], axis=0)
            parts.append(self._node("Unsqueeze", [ordered, self._constant(np.array([0]))]))
        return self._node("Concat", parts, axis=0) if len(parts) > 1 else parts[0]

    def _biases(self, layer: int) -> str:
        parts = [self._stacked(kind, layer) for kind in ("bias_ih", "bias_hh")]
        return self._node("Concat", parts, axis=1)

    def _linear(self, x: str, name: str) -> str:
        weight = self._node("Transpose", [self._parameter(f"{name}.weight")], perm=[1, 0])
        return self._node(
            "Add", [self._node("MatMul", [x, weight]), self._parameter(f"{name}.bias")]
        )

    def _parameter(self, name: str) -> str:
        """Widen a float16 parameter; ONNX Runtime folds this node, too."""
        self._nodes.append(_widen(name))
        return name + _WIDENED

    def _node(
        self,
        operator: str,
        inputs: Sequence[str],
        *,
        output: str = "",
        **attributes: Any,  # noqa: ANN401  # as onnx.helper takes them
    ) -> str:
        name = output or f"{operator.lower()}_{len(self._nodes)}"
        self._nodes.append(helper.make_node(operator, list(inputs), [name], name, **attributes))
        return name

    def _constant(self, value: NDArray[Any]) -> str:
        name = f"constant_{len(self._initializers)}"
        self._initializers.append(numpy_helper.from_array(value, name))
        return name


def _widen(name: str) -> onnx.NodeProto:
    """Give the node that makes float32 of a float16 tensor."""
    output = name + _WIDENED
    return helper.make_node("Cast", [name], [output], output, to=TensorProto.FLOAT)


def _gate_order(config: NetworkConfig) -> list[int]:
    """Give the rows of torch's weight matrices in ONNX's order."""
    size = config.hidden_size
    return [
        row for gate in _GATE_ORDERS[config.cell] for row in range(gate * size, (gate + 1) * size)
    ]


def _external_tensors(weights: Path) -> list[TensorProto]:
    """Describe the tensors of a safetensors file as external data of a graph beside it.

    *Source:* the safetensors format: 8 bytes of header length, a JSON header with each tensor's
    offsets, the data.
    """
    with weights.open("rb") as file:
        header_size = int.from_bytes(file.read(8), "little")
        header = json.loads(file.read(header_size))
    tensors = []
    for name, facts in header.items():
        if name == "__metadata__":
            continue
        start, end = facts["data_offsets"]
        tensor = TensorProto(name=name, dims=facts["shape"], data_type=_TYPES[facts["dtype"]])
        tensor.data_location = TensorProto.EXTERNAL
        place = {"location": weights.name, "offset": 8 + header_size + start, "length": end - start}
        for key, value in place.items():
            tensor.external_data.add(key=key, value=str(value))
        tensors.append(tensor)
    return tensors
