"""The protocol of engines: what `Tagger` needs of each of them."""

from collections.abc import Sequence
from typing import Protocol

from nomen.model.arrays import Float32Array


class Engine(Protocol):
    """Runs one network on one device; threads may share it."""

    @property
    def name(self) -> str:
        """`onnx` or `torch`."""
        ...

    @property
    def device(self) -> str:
        """`cpu` or `cuda`."""
        ...

    @property
    def precision(self) -> str:
        """`fp32`, `int8` or `fp16`."""
        ...

    def run(self, sentences: Sequence[Sequence[str]]) -> tuple[Float32Array, Float32Array]:
        """Give name and begin probability, float32 (B, T), 0 to 1 and 0 on padding.

        Both are marginals over the label sequences that the head's scheme allows, before
        calibration. For a head without B labels, every begin probability is 0.

        Args:
            sentences: The tokens of B sentences, one token at least each; the longest has T.

        Raises:
            DeviceMemoryError: When the pass does not fit into the device's memory.
        """
        ...
