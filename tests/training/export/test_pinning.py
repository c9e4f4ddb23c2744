"""Ranges that are the same for every batch; `network_files` writes the graphs."""

from pathlib import Path

import numpy as np
import pytest
import torch

from nomen.model.bundle.bundle import Bundle, read_bundle
from nomen.model.bundle.weights import round_parameters
from nomen.model.engines.onnx import WORD_VECTORS, OnnxEngine
from nomen.model.engines.runtime import onnxruntime
from nomen.model.network.config import NetworkConfig
from nomen.model.network.deep_bilstm import DeepBiLSTM
from nomen.model.network.vocabulary import Vocabulary
from nomen.training.export.export import BundleFacts, export_bundle
from nomen.training.export.pinning import initial_cells, num_pinned_units, pin_ranges, pinned_config
from tests.training.sentences import SENTENCES

LARGE = 3.0
"""Factor on random weights that makes states as large as a trained network's."""

FORMS = ["Harry", "Potter", "met", "Hermione", "in", "Oslo", ".", "a", "spell", "Zog-9", "@ron"]
TEXTS = [FORMS[i % 7 :][:length] for i, length in enumerate([1, 11, 2, 7, 3, 3, 9, 5, 1, 4] * 4)]

CONFIGS = [
    {"bidirectional": True, "num_layers": 2, "head": "bioes"},
    {"bidirectional": False, "num_layers": 1, "head": "name"},
    {"bidirectional": True, "num_layers": 1, "dense_sizes": (7,)},
    {"bidirectional": False, "num_layers": 3, "head": "bio"},
]


def write(
    path: Path, change: dict[str, object], config: NetworkConfig, vocabulary: Vocabulary
) -> Bundle:
    """Write a bundle of random weights, large enough for states near 1 and -1."""
    torch.manual_seed(2)
    network = DeepBiLSTM.build(config.model_copy(update=change), vocabulary)
    with torch.no_grad():
        for parameter in network.parameters():
            parameter.mul_(LARGE)
    facts = BundleFacts(name="any", version="0.1.0", description="", corpora=[])
    dev = {"own": SENTENCES}
    return export_bundle(
        path, network=network, vocabulary=vocabulary, facts=facts, dev=dev, test={}
    ).bundle


@pytest.mark.parametrize("change", CONFIGS)
def test_int8_says_the_same_alone_and_in_company(
    change: dict[str, object],
    tiny_config: NetworkConfig,
    tiny_vocabulary: Vocabulary,
    tmp_path: Path,
) -> None:
    bundle = write(tmp_path, change, tiny_config, tiny_vocabulary)
    engine = OnnxEngine(bundle, precision="int8")
    together, _ = engine.run(TEXTS)
    for row, tokens in zip(together, TEXTS, strict=True):
        alone, _ = engine.run([tokens])
        np.testing.assert_allclose(row[: len(tokens)], alone[0], atol=1e-6, rtol=0)


@pytest.mark.parametrize("change", CONFIGS)
def test_int8_stays_near_fp32(
    change: dict[str, object],
    tiny_config: NetworkConfig,
    tiny_vocabulary: Vocabulary,
    tmp_path: Path,
) -> None:
    bundle = write(tmp_path, change, tiny_config, tiny_vocabulary)
    fp32, int8 = (OnnxEngine(bundle, precision=p).run(TEXTS)[0] for p in ("fp32", "int8"))
    assert 0 < np.abs(fp32 - int8).mean() < 0.02


def test_word_vectors_are_clipped_and_the_limits_stand_beside_them(tiny_bundle: Path) -> None:
    size = read_bundle(tiny_bundle).manifest.network.word_vector_size
    ids = {"form_ids": [1, 2], "character_ids": [[1, 2, 3, 4]] * 2, "shape_ids": [1, 2]}
    inputs = {name: np.array(value, dtype=np.int64) for name, value in ids.items()}
    plain, limited = (
        onnxruntime.InferenceSession(tiny_bundle / name).run([WORD_VECTORS], inputs)[0]
        for name in ("words.onnx", "words.int8.onnx")
    )
    low, high = limited[0, size:]
    assert limited.shape == (2, size + 2)
    assert low < 0 < high
    assert (limited[:, size:] == [low, high]).all()
    np.testing.assert_array_equal(limited[:, :size], plain.clip(low, high))


def test_what_is_added_neither_reads_nor_is_read(
    tiny_config: NetworkConfig, tiny_vocabulary: Vocabulary
) -> None:
    network = DeepBiLSTM.build(tiny_config, tiny_vocabulary)
    tensors = round_parameters({k: v.numpy() for k, v in network.state_dict().items()})
    pinned = pin_ranges(tensors, tiny_config)
    hidden = pinned_config(tiny_config).hidden_size
    of_gates = pinned["recurrent.cells.weight_ih_l1"].reshape(4, hidden, 2, hidden)
    plain = tensors["recurrent.cells.weight_ih_l1"].reshape(4, 12, 2, 12)
    np.testing.assert_array_equal(of_gates[:, :12, :, :12], plain)
    assert not of_gates[:, 12:].any()
    assert not of_gates[..., 12:].any()
    assert not pinned["head.weight"].reshape(-1, 2, hidden)[..., 12:].any()


@pytest.mark.parametrize(("hidden_size", "expected"), [(160, 4), (162, 2), (161, 3), (163, 5)])
def test_two_units_are_added_and_what_fills_up_a_step(hidden_size: int, expected: int) -> None:
    assert num_pinned_units(hidden_size) == expected


def test_one_unit_starts_high_and_one_low(tiny_config: NetworkConfig) -> None:
    states = np.tanh(initial_cells(tiny_config))  # (2, 1, 16)
    assert states[:, 0, 12:].tolist() == [[1, -1, 0, 0]] * 2
    assert not states[..., :12].any()
