"""The nodes, constants and stored weights of one ONNX graph, collected one by one."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

OPSET = 17
IR_VERSION = 8

_TYPES = {"F32": TensorProto.FLOAT, "F16": TensorProto.FLOAT16, "I8": TensorProto.INT8}
"""ONNX's names of the number formats that safetensors files hold."""

_WIDENED = ".float32"
"""Ends the name of a float16 parameter widened to float32."""


class Nodes:
    """Collects a graph; each method that adds something gives the name of its output.

    Args:
        weights: The safetensors file whose tensors the graph may name.
    """

    def __init__(self, weights: Path) -> None:
        self._nodes: list[onnx.NodeProto] = []
        self._initializers = _external_tensors(weights)

    def add(
        self,
        operator: str,
        inputs: Sequence[str],
        *,
        output: str = "",
        **attributes: Any,  # noqa: ANN401  # as onnx.helper takes them
    ) -> str:
        """Add a node.

        Args:
            operator: ONNX's name of the operator.
            inputs: Names of graph inputs, constants, tensors or other nodes' outputs.
            output: Its name; by default one that no other node has.
            attributes: The operator's attributes.
        """
        name = output or f"{operator.lower()}_{len(self._nodes)}"
        self._nodes.append(helper.make_node(operator, list(inputs), [name], name, **attributes))
        return name

    def constant(self, value: NDArray[Any]) -> str:
        """Add a constant that the graph itself holds."""
        name = f"constant_{len(self._initializers)}"
        self._initializers.append(numpy_helper.from_array(value, name))
        return name

    def parameter(self, name: str) -> str:
        """Widen a float16 tensor of the weights file to float32.

        ONNX Runtime folds this node into a constant when it loads the graph.
        """
        return self.add("Cast", [name], output=name + _WIDENED, to=TensorProto.FLOAT)

    def model(
        self, inputs: Sequence[onnx.ValueInfoProto], output: onnx.ValueInfoProto
    ) -> onnx.ModelProto:
        """Give the finished model; of the weights file it names the tensors that it uses."""
        used = {name for node in self._nodes for name in node.input}
        initializers = [tensor for tensor in self._initializers if tensor.name in used]
        graph = helper.make_graph(self._nodes, "nomen", inputs, [output], initializers)
        opset = helper.make_opsetid("", OPSET)
        return helper.make_model(
            graph, opset_imports=[opset], ir_version=IR_VERSION, producer_name="nomen"
        )


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
