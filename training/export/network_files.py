"""Writes the files of a bundle that hold its network: weights, vocabulary, graphs."""

import contextlib
import logging
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from safetensors.numpy import load_file, save_file

from nomen.model.bundle.bundle import GRAPHS, VOCABULARY, WEIGHTS, WORDS
from nomen.model.bundle.weights import Tensors, read_parameters, round_parameters
from nomen.model.engines.onnx import WORD_VECTORS
from nomen.model.engines.runtime import onnxruntime
from nomen.model.network.config import NetworkConfig
from nomen.model.network.deep_bilstm import DeepBiLSTM
from nomen.model.network.encoding import Encoder
from nomen.model.network.vocabulary import Vocabulary
from nomen.training.export.graph import GraphWriter
from nomen.training.export.pinning import Limits, initial_cells, pin_ranges, pinned_config

_BATCH_TOKENS = 1024


def write_network(
    path: Path, network: DeepBiLSTM, vocabulary: Vocabulary, tokens: Sequence[str]
) -> None:
    """Write all files but the manifest and the card; int8 graphs only for LSTMs.

    The network's weights are rounded in place, so the weights that are measured are those that are
    served.

    Args:
        path: The bundle's directory.
        network: A network of any cell.
        vocabulary: The network's.
        tokens: Tokens whose vectors show the range that int8 must hold.
    """
    state = network.state_dict()
    tensors = round_parameters({k: v.cpu().contiguous().numpy() for k, v in state.items()})
    rounded = read_parameters(tensors)
    network.load_state_dict({k: torch.from_numpy(v) for k, v in rounded.items()})
    write_tensors(path, tensors, network.config, vocabulary, tokens)


def write_tensors(
    path: Path,
    tensors: Tensors,
    config: NetworkConfig,
    vocabulary: Vocabulary,
    tokens: Sequence[str],
) -> None:
    """Do the same as `write_network` for weights that are rounded already."""
    save_file(dict(tensors), path / WEIGHTS)
    (path / WEIGHTS).chmod(0o644)
    text = vocabulary.model_dump_json(indent=None)
    (path / VOCABULARY).write_text(text + "\n", encoding="utf-8")
    onnx.save(GraphWriter(config, path / WEIGHTS).words(), path / WORDS["fp32"])
    onnx.save(GraphWriter(config, path / WEIGHTS).network(), path / GRAPHS["fp32"])
    if config.cell == "lstm":
        write_int8(path, config, vocabulary, tokens)


@contextlib.contextmanager
def without_warnings() -> Iterator[None]:
    """Silence the warnings of all loggers until the block ends."""
    before = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        yield
    finally:
        logging.disable(before)


def write_int8(
    path: Path, config: NetworkConfig, vocabulary: Vocabulary, tokens: Sequence[str]
) -> None:
    """Write the int8 graphs of an LSTM beside its weights and fp32 graphs; see `pinning`.

    Args:
        path: The bundle's directory.
        config: The network's sizes.
        vocabulary: The network's.
        tokens: Tokens whose vectors show the range that int8 must hold.
    """
    limits = _limits(path, config, vocabulary, tokens)
    onnx.save(GraphWriter(config, path / WEIGHTS).words(limits), path / WORDS["int8"])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        save_file(pin_ranges(load_file(path / WEIGHTS), config), folder / WEIGHTS)
        widened = GraphWriter(pinned_config(config), folder / WEIGHTS)
        onnx.save(widened.network(initial_cells(config)), folder / GRAPHS["fp32"])
        _quantise(folder / GRAPHS["fp32"], path / GRAPHS["int8"])


def _limits(
    path: Path, config: NetworkConfig, vocabulary: Vocabulary, tokens: Sequence[str]
) -> Limits:
    """Give the range of the vectors of tokens, in batches of similar length."""
    encoder = Encoder(vocabulary, max_characters=config.max_characters)
    session = _session(path / WORDS["fp32"])
    distinct = sorted(set(tokens), key=lambda token: (len(token), token))
    lows, highs = [0.0], [0.0]
    for start in range(0, len(distinct), _BATCH_TOKENS):
        encoded = encoder.encode_tokens(distinct[start : start + _BATCH_TOKENS])
        inputs = {value.name: getattr(encoded, value.name) for value in session.get_inputs()}
        vectors = np.asarray(session.run([WORD_VECTORS], inputs)[0])  # (U, D)
        lows.append(float(vectors.min()))
        highs.append(float(vectors.max()))
    return Limits(min(lows), max(highs))


def _quantise(graph: Path, target: Path) -> None:
    """Write a copy of an fp32 graph with int8 LSTMs.

    ONNX Runtime first folds the reordering of the weights, so that the quantiser sees constants.
    """
    from onnxruntime.quantization import (  # noqa: PLC0415, TID251  # telemetry is off by now
        QuantType,
        quantize_dynamic,
    )

    folded = graph.with_name("folded.onnx")
    _session(graph, folded=folded)
    with without_warnings():  # it advises the folding that was just done
        quantize_dynamic(folded, target, op_types_to_quantize=["LSTM"], weight_type=QuantType.QInt8)


def _session(graph: Path, *, folded: Path | None = None) -> onnxruntime.InferenceSession:
    """Open a graph; if `folded` is given, write the graph with constants folded there."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    if folded is not None:
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
        options.optimized_model_filepath = str(folded)
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
