"""Writes a network's files of a bundle: weights, vocabulary, graphs; knows no corpus."""

import contextlib
import logging
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import onnx
import torch
from safetensors.numpy import save_file

from nomen.model.bundle.bundle import GRAPHS, VOCABULARY, WEIGHTS, WORDS
from nomen.model.bundle.weights import read_parameters, round_parameters
from nomen.model.engines.runtime import onnxruntime
from nomen.model.network.deep_bilstm import DeepBiLSTM
from nomen.model.network.vocabulary import Vocabulary
from nomen.training.export.graph import GraphWriter, share_weights


def write_network(path: Path, network: DeepBiLSTM, vocabulary: Vocabulary) -> None:
    """Write all files but the manifest and the card; int8 for LSTMs alone.

    The network itself takes the rounded weights, in place, so that what is measured is what is
    served.
    """
    state = network.state_dict()
    tensors = round_parameters({k: v.cpu().contiguous().numpy() for k, v in state.items()})
    rounded = read_parameters(tensors)
    network.load_state_dict({k: torch.from_numpy(v) for k, v in rounded.items()})
    save_file(tensors, path / WEIGHTS)
    (path / WEIGHTS).chmod(0o644)
    text = vocabulary.model_dump_json(indent=None)
    (path / VOCABULARY).write_text(text + "\n", encoding="utf-8")
    onnx.save(GraphWriter(network.config, path / WEIGHTS).words(), path / WORDS)
    onnx.save(GraphWriter(network.config, path / WEIGHTS).network(), path / GRAPHS["fp32"])
    if network.config.cell == "lstm":
        onnx.save(_quantized(path), path / GRAPHS["int8"])


@contextlib.contextmanager
def without_warnings() -> Iterator[None]:
    """Keep all loggers from telling warnings; afterwards they tell what they told before."""
    before = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        yield
    finally:
        logging.disable(before)


def _quantized(path: Path) -> onnx.ModelProto:
    """Give the int8 form of the fp32 graph: the LSTMs, all else from the file.

    ONNX Runtime first folds the weights' reordering, so that the quantiser sees constants.
    """
    from onnxruntime.quantization import (  # noqa: PLC0415, TID251  # telemetry is off by now
        QuantType,
        quantize_dynamic,
    )

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file in (WEIGHTS, GRAPHS["fp32"]):
            shutil.copy(path / file, folder)
        options = onnxruntime.SessionOptions()
        level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
        options.graph_optimization_level = level
        options.optimized_model_filepath = str(folder / "folded.onnx")
        onnxruntime.InferenceSession(
            folder / GRAPHS["fp32"], options, providers=["CPUExecutionProvider"]
        )
        with without_warnings():  # it advises the folding that was just done
            quantize_dynamic(
                folder / "folded.onnx",
                folder / GRAPHS["int8"],
                op_types_to_quantize=["LSTM"],
                weight_type=QuantType.QInt8,
            )
        model = onnx.load(folder / GRAPHS["int8"])
    share_weights(model, path / WEIGHTS)
    return model
