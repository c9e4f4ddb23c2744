"""Compares the engines with each other and with the bare matrix products that they all compute."""

from collections.abc import Iterator
from functools import partial

import numpy as np
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from nomen.model.bundle.bundle import Bundle, Precision, read_bundle
from nomen.model.bundle.shipped import find_bundle
from nomen.model.engines.engine import Engine
from nomen.model.engines.onnx import LENGTHS, OUTPUT, POSITIONS, WORD_VECTORS, OnnxEngine
from nomen.model.engines.runtime import onnxruntime
from nomen.model.engines.torch import TorchEngine
from nomen.model.network.config import NetworkConfig
from nomen.model.network.deep_bilstm import label_probabilities
from tests.benchmarks.timing import Row, Work, compare, interleave, rates

LENGTH = 25
NUM_WORDS = 2_000
BATCHES = (1, 8, 32, 128)
CUDA_BATCHES = (1, 32, 1024)


def measure(*, rounds: int) -> Iterator[Row]:
    """Give the rows of the engines, and of CUDA where torch finds a GPU.

    All are timed in the same rounds. A ratio of 0.5 to the bare products means half their speed.
    """
    bundle = read_bundle(find_bundle("en"))
    for size in BATCHES:
        works = {
            "matrix products fp32": _products(bundle.manifest.network, size, is_int8=False),
            "torch fp32": _torch(bundle, size),
            "ONNX Runtime fp32": _onnx(bundle, "fp32", size),
            "matrix products int8": _products(bundle.manifest.network, size, is_int8=True),
            "ONNX Runtime int8": _onnx(bundle, "int8", size),
        }
        seconds = interleave(works, rounds=rounds * max(4, 256 // size))
        values = {name: [LENGTH * size / s for s in each] for name, each in seconds.items()}
        for precision in ("fp32", "int8"):
            own = {name: each for name, each in values.items() if precision in name}
            group = f"network alone, {precision}, batch of {size}"
            yield from compare(group, own, unit="tokens/s")
    if torch.cuda.is_available():
        yield from _cuda(bundle, rounds=rounds)


def _sentences(size: int) -> list[list[str]]:
    generator = np.random.default_rng(0)
    return [[f"word{i}" for i in generator.integers(0, NUM_WORDS, LENGTH)] for _ in range(size)]


def _onnx(bundle: Bundle, precision: Precision, size: int) -> Work:
    """Give a run of the graph that reads the word vectors."""
    engine = OnnxEngine(bundle, precision=precision)
    positions, lengths, vectors = engine._table.look_up(_sentences(size))
    inputs = {WORD_VECTORS: vectors, POSITIONS: positions, LENGTHS: lengths}
    return lambda: engine._network.run([OUTPUT], inputs)


def _torch(bundle: Bundle, size: int) -> Work:
    """Give a run of the same layers in torch."""
    network = TorchEngine(bundle, device="cpu", precision="fp32")._network
    generator = torch.Generator().manual_seed(0)
    vectors = torch.randn(size, LENGTH, network.config.word_vector_size, generator=generator)
    lengths = torch.full((size,), LENGTH)

    def run() -> object:
        with torch.inference_mode():
            return label_probabilities(network.label(vectors, lengths))

    return run


def _products(config: NetworkConfig, size: int, *, is_int8: bool) -> Work:
    """Give a run that multiplies matrices of the network's shapes and does nothing else.

    Each layer and direction has one product for the input, (T B, D) by (D, 4 H), and T products for
    the recurrence, (B, H) by (H, 4 H). In int8 they are MatMulInteger on quantised operands.
    """
    kind = np.uint8 if is_int8 else np.float32
    generator = np.random.default_rng(0)
    inputs: dict[str, NDArray[np.generic]] = {}
    nodes, weights, outputs = [], [], []

    def product(rows: int, inner: int, columns: int, name: str, times: int = 1) -> None:
        key = f"x{rows}_{inner}"
        inputs[key] = generator.integers(0, 100, (rows, inner)).astype(kind)
        matrix = generator.integers(-100, 100, (inner, columns))
        weight = matrix.astype(np.int8 if is_int8 else np.float32)
        weights.append(numpy_helper.from_array(weight, name))
        for t in range(times):
            out = f"{name}_{t}"
            nodes.append(
                helper.make_node("MatMulInteger" if is_int8 else "MatMul", [key, name], [out])
            )
            outputs.append(out)

    hidden, gates = config.hidden_size, 4 * config.hidden_size
    for layer in range(config.num_layers):
        inner = config.recurrent_size if layer else config.word_vector_size
        for direction in range(config.num_directions):
            name = f"l{layer}d{direction}"
            product(LENGTH * size, inner, gates, f"{name}x")
            product(size, hidden, gates, f"{name}h", times=LENGTH)
    element = TensorProto.UINT8 if is_int8 else TensorProto.FLOAT
    result = TensorProto.INT32 if is_int8 else TensorProto.FLOAT
    graph = helper.make_graph(
        nodes,
        "products",
        [helper.make_tensor_value_info(k, element, list(v.shape)) for k, v in inputs.items()],
        [helper.make_tensor_value_info(name, result, None) for name in outputs],
        weights,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    # The optimiser would merge equal products into one.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    session = onnxruntime.InferenceSession(
        model.SerializeToString(), options, providers=["CPUExecutionProvider"]
    )
    return lambda: session.run(None, inputs)


def _cuda(bundle: Bundle, *, rounds: int) -> Iterator[Row]:
    """Compare the precisions on a GPU, from tokens to probabilities."""
    engines: dict[str, Engine] = {
        "torch fp32, CUDA": TorchEngine(bundle, device="cuda", precision="fp32"),
        "torch fp16, CUDA": TorchEngine(bundle, device="cuda", precision="fp16"),
    }
    for size in CUDA_BATCHES:
        sentences = _sentences(size)
        works: dict[str, Work] = {
            name: partial(engine.run, sentences) for name, engine in engines.items()
        }
        group = f"tokens to probabilities on the GPU, batch of {size}"
        yield from rates(group, works, num_units=LENGTH * size, unit="tokens/s", rounds=10 * rounds)
