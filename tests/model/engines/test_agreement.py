"""Engines agree with torch in fp32 on the CPU.

Covers `model/engines/torch.py` and the protocol in `model/engines/engine.py`.
"""

import numpy as np
import pytest
import torch

from nomen.model.bundle.bundle import Bundle
from nomen.model.engines.engine import Engine
from nomen.model.engines.onnx import OnnxEngine
from nomen.model.engines.torch import TorchEngine
from nomen.model.network.deep_bilstm import BatchTensors, DeepBiLSTM, label_probabilities
from nomen.model.network.encoding import Encoder
from nomen.model.network.label_sequences import name_probabilities
from tests.conftest import TOKENS


def test_the_reference_is_the_network_that_was_trained(bundle: Bundle) -> None:
    config = bundle.manifest.network
    network = DeepBiLSTM.build(config, bundle.vocabulary).eval()
    network.load_state_dict({k: torch.from_numpy(v) for k, v in bundle.read_parameters().items()})
    batch = Encoder(bundle.vocabulary, max_characters=config.max_characters).encode(TOKENS)
    with torch.inference_mode():
        labels = label_probabilities(network(BatchTensors.from_encoded(batch))).numpy()
    expected = name_probabilities(labels, batch.lengths, config.labels)
    engine = TorchEngine(bundle, device="cpu", precision="fp32")
    for _ in range(2):  # computed, then remembered
        for found, array in zip(engine.run(TOKENS), expected, strict=True):
            np.testing.assert_allclose(found, array, atol=1e-6)


def test_padding_is_zero_in_every_engine(bundle: Bundle) -> None:
    batch = [["a"], ["a", "b", "c"]]
    engines: list[Engine] = [
        OnnxEngine(bundle, precision="fp32"),
        OnnxEngine(bundle, precision="int8"),
        TorchEngine(bundle, device="cpu", precision="fp32"),
    ]
    for engine in engines:
        assert [array[0, 1:].tolist() for array in engine.run(batch)] == [[0.0, 0.0]] * 2


@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA device")
@pytest.mark.parametrize(("precision", "tolerance"), [("fp32", 1e-4), ("fp16", 1e-2)])
def test_cuda_agrees_with_the_cpu(bundle: Bundle, precision: str, tolerance: float) -> None:
    expected, _ = TorchEngine(bundle, device="cpu", precision="fp32").run(TOKENS)
    engine = TorchEngine(bundle, device="cuda", precision="fp16" if precision == "fp16" else "fp32")
    np.testing.assert_allclose(engine.run(TOKENS)[0], expected, atol=tolerance)
