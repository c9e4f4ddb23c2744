"""What every engine offers; knows none of them."""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from model.encoding import EncodedBatch

FloatArray = NDArray[np.float32]


class Engine(Protocol):
    """Runs one network on one device; one thread at a time."""

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

    def run(self, batch: EncodedBatch) -> tuple[FloatArray, FloatArray]:
        """Give name and begin probability, float32 (B, T), 0 to 1 and 0 on padding.

        They are marginals of the label sequences that the head's scheme allows, not calibrated.
        The begin probability is all 0 for a head without B labels.
        """
        ...
