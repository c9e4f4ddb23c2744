"""An engine that remembers its answers, for sentences that are measured more than once."""

from collections.abc import Sequence

from nomen.model.engines.engine import Engine, FloatArray

Key = tuple[tuple[str, ...], ...]


class RecordedEngine:
    """Runs each batch once in another engine, however often it is asked.

    Its probabilities are those before calibration, so fitting the calibration, choosing presets and
    measuring the same sentences take one run of the network.

    Args:
        engine: The engine that runs.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._answers: dict[Key, tuple[FloatArray, FloatArray]] = {}
        self.name, self.device, self.precision = engine.name, engine.device, engine.precision

    def run(self, sentences: Sequence[Sequence[str]]) -> tuple[FloatArray, FloatArray]:
        """Give name and begin probability, float32 (B, T); see `Engine`."""
        key = tuple(map(tuple, sentences))
        if key not in self._answers:
            self._answers[key] = self._engine.run(sentences)
        return self._answers[key]
