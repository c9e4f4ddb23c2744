"""The torch engine: fp32 on the CPU, as the reference for others, and half precision on CUDA."""

from collections.abc import Sequence
from threading import Lock
from typing import Literal

import torch
from torch import nn

from nomen.model.arrays import Float32Array
from nomen.model.bundle.bundle import Bundle
from nomen.model.engines.word_table import WordTable
from nomen.model.errors import DeviceMemoryError
from nomen.model.network.deep_bilstm import DeepBiLSTM, label_probabilities
from nomen.model.network.encoding import EncodedTokens
from nomen.model.network.label_sequences import name_probabilities


class TorchEngine:
    """Runs a bundle's weights in torch. Threads may share it; their passes run one by one.

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
        self._type = _TYPES[precision]
        self._lock = Lock()
        config = bundle.manifest.network
        self._network = DeepBiLSTM.build(config, bundle.vocabulary)
        parameters = bundle.read_parameters()
        self._network.load_state_dict({k: torch.from_numpy(v) for k, v in parameters.items()})
        self._network.eval().to(device=device, dtype=self._type)
        self._network.requires_grad_(requires_grad=False)
        self._table = WordTable(
            bundle.vocabulary, self._compute, self._make, max_characters=config.max_characters
        )

    def run(self, sentences: Sequence[Sequence[str]]) -> tuple[Float32Array, Float32Array]:
        """Give name and begin probability, float32 (B, T); see `Engine`.

        Raises:
            DeviceMemoryError: When the pass does not fit into the device's memory.
        """
        try:
            return self._run(sentences)
        except torch.OutOfMemoryError as error:
            raise DeviceMemoryError(f"{self.device}: the memory is too small for a pass") from error

    @torch.inference_mode()
    def _run(self, sentences: Sequence[Sequence[str]]) -> tuple[Float32Array, Float32Array]:
        positions, lengths, vectors = self._table.look_up(sentences)  # (T, B), (B,), (N, D)
        rows = torch.from_numpy(positions).to(self.device).T  # (B, T)
        x = nn.functional.embedding(rows, vectors)  # (B, T, D)
        # TF32 would make fp32 less exact. The lock: all threads share torch's flags.
        with self._lock, torch.backends.cudnn.flags(enabled=True, allow_tf32=False):
            logits = self._network.label(x, torch.from_numpy(lengths).long())
        probabilities = label_probabilities(logits.float()).cpu().numpy()  # (B, T, K)
        return name_probabilities(probabilities, lengths, self._network.config.labels)

    def _make(self, num_rows: int) -> torch.Tensor:
        size = self._network.config.word_vector_size
        return torch.zeros(num_rows, size, dtype=self._type, device=self.device)

    def _compute(self, tokens: EncodedTokens) -> torch.Tensor:
        """Give the vectors of tokens, (U, D)."""
        ids = (tokens.form_ids, tokens.character_ids, tokens.shape_ids)
        vectors: torch.Tensor = self._network.word_encoder(
            *(torch.from_numpy(each).to(self.device) for each in ids)
        )
        return vectors


_TYPES = {"fp32": torch.float32, "fp16": torch.float16}
