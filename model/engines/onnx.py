"""ONNX Runtime on the CPU, in fp32 and int8; knows no torch."""

from dataclasses import fields

import onnxruntime
from onnxruntime.capi.onnxruntime_pybind11_state import (
    Fail,
    InvalidArgument,
    InvalidGraph,
    InvalidProtobuf,
    NoSuchFile,
    NotImplemented,  # noqa: A004  # ONNX Runtime's own name
    RuntimeException,
)

from model.bundle import GRAPHS, Bundle, Precision
from model.encoding import EncodedBatch
from model.engines.engine import FloatArray
from model.errors import BundleError
from model.label_sequences import name_probabilities

_ERRORS_ONLY = 3
_REFUSALS = (
    Fail,
    InvalidArgument,
    InvalidGraph,
    InvalidProtobuf,
    NoSuchFile,
    NotImplemented,
    RuntimeException,
)
INPUTS = tuple(field.name for field in fields(EncodedBatch))
OUTPUT = "label_probabilities"


class OnnxEngine:
    """A bundle's graph in ONNX Runtime.

    Args:
        bundle: A verified bundle.
        precision: Which of its graphs.
        num_threads: Threads of one forward pass.

    Raises:
        BundleError: When the bundle has no such graph, or ONNX Runtime refuses it.
    """

    name = "onnx"
    device = "cpu"

    def __init__(self, bundle: Bundle, *, precision: Precision, num_threads: int = 1) -> None:
        self.precision: str = precision
        file = bundle.path / GRAPHS[precision]
        if file.name not in bundle.manifest.files:
            raise BundleError(f"{file}: expected in the bundle for precision {precision}")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = num_threads
        options.inter_op_num_threads = 1
        options.log_severity_level = _ERRORS_ONLY
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        try:
            self._session = onnxruntime.InferenceSession(
                file, options, providers=["CPUExecutionProvider"]
            )
        except _REFUSALS as error:
            raise BundleError(f"{file}: graph: ONNX Runtime cannot run it") from error
        names = {node.name for node in (*self._session.get_inputs(), *self._session.get_outputs())}
        if names != {*INPUTS, OUTPUT}:
            raise BundleError(f"{file}: graph: expected inputs {INPUTS} and output {OUTPUT}")
        self._labels = bundle.manifest.network.labels

    def run(self, batch: EncodedBatch) -> tuple[FloatArray, FloatArray]:
        """Give name and begin probability, float32 (B, T); see `Engine`."""
        inputs = {key: getattr(batch, key) for key in INPUTS}
        (probabilities,) = self._session.run([OUTPUT], inputs)  # (B, T, K)
        return name_probabilities(probabilities, batch.lengths, self._labels)
