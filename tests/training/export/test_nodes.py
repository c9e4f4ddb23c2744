from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper
from safetensors.numpy import save_file

from nomen.model.engines.runtime import onnxruntime
from nomen.training.export.nodes import Nodes

X = helper.make_tensor_value_info("x", TensorProto.FLOAT, ["N"])
Y = helper.make_tensor_value_info("y", TensorProto.FLOAT, ["N"])


@pytest.fixture
def nodes(tmp_path: Path) -> Nodes:
    weights = {
        "first": np.array([9], dtype=np.float16),
        "second": np.array([0.5, -2.0], dtype=np.float16),
    }
    save_file(weights, tmp_path / "weights.safetensors")
    return Nodes(tmp_path / "weights.safetensors")


def test_a_graph_computes_with_constants_and_with_the_weights_file(
    nodes: Nodes, tmp_path: Path
) -> None:
    scaled = nodes.add("Mul", ["x", nodes.parameter("second")])
    nodes.add("Add", [scaled, nodes.constant(np.array(1, dtype=np.float32))], output="y")
    onnx.save(nodes.model([X], Y), tmp_path / "graph.onnx")
    session = onnxruntime.InferenceSession(tmp_path / "graph.onnx")
    (found,) = session.run(["y"], {"x": np.array([4, 4], dtype=np.float32)})
    assert np.asarray(found).tolist() == [3, -7]


def test_a_model_names_only_the_tensors_that_it_uses(nodes: Nodes) -> None:
    nodes.add("Mul", ["x", nodes.parameter("second")], output="y")
    (tensor,) = nodes.model([X], Y).graph.initializer
    places = {entry.key: entry.value for entry in tensor.external_data}
    assert (tensor.name, list(tensor.dims)) == ("second", [2])
    assert (places["location"], places["length"]) == ("weights.safetensors", "4")


def test_each_output_has_a_name_of_its_own(nodes: Nodes) -> None:
    names = [nodes.add("Relu", ["x"]), nodes.add("Relu", ["x"]), nodes.add("Relu", ["x"])]
    assert len(set(names)) == 3
