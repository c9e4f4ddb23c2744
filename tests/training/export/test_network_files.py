import logging
from pathlib import Path

import onnx
import pytest
from onnx import TensorProto

from nomen.model.bundle.weights import FORM_SCALES, FORMS
from nomen.model.engines.runtime import onnxruntime
from nomen.training.export.network_files import without_warnings

GRAPHS = ["words.onnx", "words.int8.onnx", "network.onnx", "network.int8.onnx"]


def initializers(graph: Path) -> dict[str, TensorProto]:
    return {t.name: t for t in onnx.load(graph, load_external_data=False).graph.initializer}


def test_what_fails_without_warnings_leaves_logging_as_it_was(
    caplog: pytest.LogCaptureFixture,
) -> None:
    logger = logging.getLogger("nomen.train")

    @without_warnings()
    def fail() -> None:
        logger.warning("not told")
        raise ValueError("cut short")

    with pytest.raises(ValueError, match="cut short"):
        fail()
    logger.warning("told")
    assert [record.getMessage() for record in caplog.records] == ["told"]


@pytest.mark.parametrize("graph", ["words.onnx", "words.int8.onnx"])
def test_the_forms_are_stored_once(tiny_bundle: Path, graph: str) -> None:
    tensors = initializers(tiny_bundle / graph)
    for name in (FORMS, FORM_SCALES, "word_encoder.convolutions.0.weight"):
        (place,) = [e.value for e in tensors[name].external_data if e.key == "location"]
        assert place == "weights.safetensors"
        assert not tensors[name].HasField("raw_data")


def test_the_fp32_graph_holds_no_weights(tiny_bundle: Path) -> None:
    inside = [
        t for t in initializers(tiny_bundle / "network.onnx").values() if t.HasField("raw_data")
    ]
    assert {t.data_type for t in inside if len(t.dims)} == {TensorProto.INT64}


@pytest.mark.parametrize("graph", GRAPHS)
def test_onnx_runtime_widens_all_but_the_forms_when_it_loads(
    tiny_bundle: Path, tmp_path: Path, graph: str
) -> None:
    options = onnxruntime.SessionOptions()
    options.optimized_model_filepath = str(tmp_path / "optimized.onnx")
    options.log_severity_level = 3
    onnxruntime.InferenceSession(tiny_bundle / graph, options, providers=["CPUExecutionProvider"])
    tensors = initializers(tmp_path / "optimized.onnx")
    assert TensorProto.FLOAT16 not in {t.data_type for t in tensors.values()}
    assert "words" not in graph or tensors[FORMS].data_type == TensorProto.INT8
