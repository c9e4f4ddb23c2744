"""torch on the CPU (the reference, fp32) and on CUDA (half precision); knows no ONNX."""

from collections.abc import Sequence
from typing import Literal

import torch

from model.bundle import Bundle
from model.encoding import Encoder
from model.engines.engine import FloatArray
from model.label_sequences import name_probabilities
from model.network import BatchTensors, DeepBiLSTM, label_probabilities


class TorchEngine:
    """A bundle's weights in torch.

    Args:
        bundle: A verified bundle.
        device: `cpu` or `cuda`.
        precision: `fp32`, or `fp16` on CUDA.
    """

    name = "torch"

    def __init__(
        self, bundle: Bundle, *, device: Literal["cpu", "cuda"], precision: Literal["fp32", "fp16"]
    ) -> None:
        self.device: str = device
        self.precision: str = precision
        config = bundle.manifest.network
        self._encoder = Encoder(bundle.vocabulary, max_characters=config.max_characters)
        self._network = DeepBiLSTM.build(config, bundle.vocabulary)
        parameters = bundle.read_parameters()
        self._network.load_state_dict({k: torch.from_numpy(v) for k, v in parameters.items()})
        self._network.eval().to(device=device, dtype=_TYPES[precision])
        self._network.requires_grad_(requires_grad=False)

    @torch.inference_mode()
    def run(self, sentences: Sequence[Sequence[str]]) -> tuple[FloatArray, FloatArray]:
        """Give name and begin probability, float32 (B, T); see `Engine`."""
        batch = self._encoder.encode(sentences)
        tensors = BatchTensors.from_encoded(batch, self.device)
        probabilities = label_probabilities(self._network(tensors).float())  # (B, T, K)
        return name_probabilities(
            probabilities.cpu().numpy(), batch.lengths, self._network.config.labels
        )


_TYPES = {"fp32": torch.float32, "fp16": torch.float16}
