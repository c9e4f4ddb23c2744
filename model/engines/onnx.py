"""The ONNX Runtime engine: fp32 and int8 on the CPU."""

from collections.abc import Sequence
from dataclasses import fields

import numpy as np

from nomen.model.arrays import Float32Array
from nomen.model.bundle.bundle import GRAPHS, WORDS, Bundle, Precision
from nomen.model.engines.runtime import onnxruntime
from nomen.model.engines.word_table import WordTable
from nomen.model.errors import BundleError
from nomen.model.network.encoding import EncodedTokens
from nomen.model.network.label_sequences import name_probabilities

_ERRORS_ONLY = 3
_STATE = onnxruntime.capi.onnxruntime_pybind11_state
_REFUSALS = (
    _STATE.Fail,
    _STATE.InvalidArgument,
    _STATE.InvalidGraph,
    _STATE.InvalidProtobuf,
    _STATE.NoSuchFile,
    _STATE.NotImplemented,
    _STATE.RuntimeException,
)
_WORD_INPUTS = tuple(field.name for field in fields(EncodedTokens))
WORD_VECTORS, POSITIONS, LENGTHS = "word_vectors", "positions", "lengths"
OUTPUT = "label_probabilities"


class OnnxEngine:
    """Runs a bundle's two graphs in ONNX Runtime. Threads may share it; their passes overlap.

    The words graph computes the vector of each distinct token once. The network graph turns word
    vectors into label probabilities.

    Args:
        bundle: A verified bundle.
        precision: Of the network graph. Word vectors are always computed in fp32; for int8 they
            are clipped to its range.
        num_threads: Threads of one forward pass.

    Raises:
        BundleError: When the bundle has no graph of this precision, or ONNX Runtime refuses it.
    """

    name = "onnx"
    device = "cpu"

    def __init__(self, bundle: Bundle, *, precision: Precision, num_threads: int = 1) -> None:
        self.precision: str = precision
        network = bundle.manifest.network
        self._labels = network.labels
        self._words = _open(bundle, WORDS[precision], [*_WORD_INPUTS, WORD_VECTORS], num_threads)
        (vectors,) = self._words.get_outputs()
        self._word_vector_size = vectors.shape[1]
        inputs = [WORD_VECTORS, POSITIONS, LENGTHS]
        self._network = _open(bundle, GRAPHS[precision], [*inputs, OUTPUT], num_threads)
        self._table = WordTable(
            bundle.vocabulary, self._compute, self._make, max_characters=network.max_characters
        )

    def run(self, sentences: Sequence[Sequence[str]]) -> tuple[Float32Array, Float32Array]:
        """Give name and begin probability, float32 (B, T); see `Engine`."""
        positions, lengths, vectors = self._table.look_up(sentences)  # (T, B), (B,), (N, D)
        inputs = {WORD_VECTORS: vectors, POSITIONS: positions, LENGTHS: lengths}
        (probabilities,) = self._network.run([OUTPUT], inputs)  # (T, B, K)
        return name_probabilities(probabilities.transpose(1, 0, 2), lengths, self._labels)

    def _make(self, num_rows: int) -> Float32Array:
        return np.zeros((num_rows, self._word_vector_size), dtype=np.float32)

    def _compute(self, tokens: EncodedTokens) -> Float32Array:
        """Give the vectors of tokens, (U, D)."""
        inputs = {key: getattr(tokens, key) for key in _WORD_INPUTS}
        (vectors,) = self._words.run([WORD_VECTORS], inputs)
        return np.asarray(vectors)


def _open(
    bundle: Bundle, name: str, places: Sequence[str], num_threads: int
) -> onnxruntime.InferenceSession:
    """Open a graph of a bundle, and check that it has these inputs and outputs."""
    file = bundle.path / name
    if name not in bundle.manifest.files:
        raise BundleError(f"{file}: expected in the bundle")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = num_threads
    options.inter_op_num_threads = 1
    options.log_severity_level = _ERRORS_ONLY
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    try:
        session = onnxruntime.InferenceSession(file, options, providers=["CPUExecutionProvider"])
    except _REFUSALS as error:
        raise BundleError(f"{file}: graph: ONNX Runtime cannot run it") from error
    if {node.name for node in (*session.get_inputs(), *session.get_outputs())} != set(places):
        raise BundleError(f"{file}: graph: expected inputs and output {', '.join(places)}")
    return session
