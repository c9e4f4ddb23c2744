"""An engine that remembers its answers, for sentences measured more than once; knows no corpus."""

import hashlib
from dataclasses import fields

from model.encoding import EncodedBatch
from model.engines.engine import Engine, FloatArray


class RecordedEngine:
    """Another engine that runs each batch once, however often it is asked.

    Probabilities come before calibration and threshold, so fitting either, choosing presets and
    measuring the same sentences need one run of the network.

    Args:
        engine: The engine that runs.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._answers: dict[bytes, tuple[FloatArray, FloatArray]] = {}
        self.name, self.device, self.precision = engine.name, engine.device, engine.precision

    def run(self, batch: EncodedBatch) -> tuple[FloatArray, FloatArray]:
        """Give name and begin probability, float32 (B, T); see `Engine`."""
        key = _fingerprint(batch)
        if key not in self._answers:
            self._answers[key] = self._engine.run(batch)
        return self._answers[key]


def _fingerprint(batch: EncodedBatch) -> bytes:
    digest = hashlib.sha256()
    for field in fields(batch):
        array = getattr(batch, field.name)
        digest.update(str(array.shape).encode())
        digest.update(array.tobytes())
    return digest.digest()
