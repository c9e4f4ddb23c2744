"""ONNX Runtime on the CPU, in fp32 and int8; knows no torch."""

import onnxruntime
from onnxruntime.capi.onnxruntime_pybind11_state import Fail, InvalidGraph, InvalidProtobuf

from model.bundle import GRAPHS, Bundle, Precision
from model.encoding import EncodedBatch
from model.engines.engine import FloatArray
from model.errors import BundleError

_ERRORS_ONLY = 3


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
        except (Fail, InvalidGraph, InvalidProtobuf) as error:
            raise BundleError(f"{file}: graph: ONNX Runtime cannot run it") from error

    def run(self, batch: EncodedBatch) -> tuple[FloatArray, FloatArray]:
        """Give name and begin probability, float32 (B, T); see `Engine`."""
        name, begin = self._session.run(
            ["name_probability", "begin_probability"],
            {
                "form_ids": batch.form_ids,
                "character_ids": batch.character_ids,
                "shape_ids": batch.shape_ids,
                "positions": batch.positions,
                "lengths": batch.lengths,
            },
        )
        return name, begin
