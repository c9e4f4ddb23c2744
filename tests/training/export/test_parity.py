"""The exported graphs agree with torch in fp32 on the CPU: `training/export/graph.py`, too."""

from pathlib import Path

import numpy as np
import pytest
import torch

from nomen.model.bundle.bundle import Bundle, Precision, read_bundle
from nomen.model.engines.onnx import OnnxEngine
from nomen.model.engines.torch import TorchEngine
from nomen.model.network.config import NetworkConfig
from nomen.model.network.deep_bilstm import DeepBiLSTM
from nomen.model.network.vocabulary import Vocabulary
from nomen.training.data.readers import read_sentences
from nomen.training.export.export import BundleFacts, export_bundle
from nomen.training.export.parity import compare_batches, compare_engines
from tests.conftest import SENTENCES

CONFIGS = [
    {"cell": "rnn", "bidirectional": False, "head": "name", "num_layers": 1},
    {"cell": "rnn", "head": "bio", "num_layers": 3},
    {"cell": "gru", "bidirectional": False, "head": "bioes", "dense_sizes": (7,)},
    {"cell": "gru", "head": "name", "num_layers": 4},
    {"cell": "lstm", "bidirectional": False, "head": "bio", "num_layers": 4},
    {"cell": "lstm", "head": "name", "dense_sizes": (9, 6)},
    {"cell": "lstm", "head": "bioes", "character_widths": (1, 5)},
]


def write(path: Path, config: NetworkConfig, vocabulary: Vocabulary) -> Bundle:
    torch.manual_seed(1)
    network = DeepBiLSTM.build(config, vocabulary)
    facts = BundleFacts(name="any", version="0.1.0", description="", corpora=[])
    dev = {"own": SENTENCES}
    return export_bundle(
        path, network=network, vocabulary=vocabulary, facts=facts, dev=dev, test={}
    ).bundle


@pytest.mark.parametrize("change", CONFIGS)
def test_onnx_equals_torch_for_every_cell_and_head(
    change: dict[str, object],
    tiny_config: NetworkConfig,
    tiny_vocabulary: Vocabulary,
    tmp_path: Path,
) -> None:
    bundle = write(tmp_path, tiny_config.model_copy(update=change), tiny_vocabulary)
    batch = [s.tokens for s in SENTENCES]
    reference = TorchEngine(bundle, device="cpu", precision="fp32").run(batch)
    found = OnnxEngine(bundle, precision="fp32").run(batch)
    for expected, array in zip(reference, found, strict=True):
        np.testing.assert_allclose(array, expected, atol=1e-5)


def test_the_default_bundles_engines_agree_on_the_tests_own_sentences() -> None:
    bundle = read_bundle(Path("model/pretrained/en"))
    sentences = read_sentences(Path("tests/data/train.conll"))
    reference = TorchEngine(bundle, device="cpu", precision="fp32")
    fp32 = compare_engines(reference, OnnxEngine(bundle, precision="fp32"), bundle, sentences)
    assert fp32.largest_difference < 1e-5
    int8 = compare_engines(reference, OnnxEngine(bundle, precision="int8"), bundle, sentences)
    assert int8.mean_difference < 0.003
    assert int8.same_decisions >= 0.995


def test_the_default_bundles_engines_agree_on_a_dev_set(corpora: Path) -> None:
    bundle = read_bundle(Path("model/pretrained/en"))
    sentences = read_sentences(corpora / "conll2003" / "dev.conll")
    reference = TorchEngine(bundle, device="cpu", precision="fp32")
    fp32 = compare_engines(reference, OnnxEngine(bundle, precision="fp32"), bundle, sentences)
    assert fp32.largest_difference < 1e-5
    int8 = compare_engines(reference, OnnxEngine(bundle, precision="int8"), bundle, sentences)
    assert int8.mean_difference < 0.003
    assert int8.same_decisions >= 0.999


@pytest.mark.parametrize("precision", ["fp32", "int8"])
def test_company_does_not_matter_on_a_dev_set(
    corpora: Path, shipped_bundle: Path, precision: Precision
) -> None:
    bundle = read_bundle(shipped_bundle)
    sentences = read_sentences(corpora / "wnut17" / "dev.conll")
    batches = compare_batches(OnnxEngine(bundle, precision=precision), bundle, sentences)
    assert batches.largest_difference <= 1e-6
    assert batches.same_decisions == 1
