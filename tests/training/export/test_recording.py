from collections.abc import Sequence

import numpy as np
import pytest

from nomen.model.arrays import Float32Array
from nomen.model.engines.engine import Engine
from nomen.training.export.recording import RecordedEngine


class CountingEngine:
    name, device, precision = "onnx", "cpu", "fp32"

    def __init__(self) -> None:
        self.num_runs = 0

    def run(self, sentences: Sequence[Sequence[str]]) -> tuple[Float32Array, Float32Array]:
        self.num_runs += 1
        shape = (len(sentences), max(map(len, sentences)))
        found = np.full(shape, self.num_runs, dtype=np.float32)
        return found, found


@pytest.fixture
def counting() -> CountingEngine:
    return CountingEngine()


def split(*sentences: str) -> list[list[str]]:
    return [sentence.split() for sentence in sentences]


def test_the_same_batch_runs_once(counting: CountingEngine) -> None:
    engine: Engine = RecordedEngine(counting)
    for _ in range(2):
        name, _ = engine.run(split("met Harry"))
        assert name.tolist() == [[1.0, 1.0]]
    assert counting.num_runs == 1


@pytest.mark.parametrize(
    "other",
    [["met harry met"], ["Harry met Harry"], ["met Harry Harry"], ["met Harry met", "met"]],
)
def test_another_batch_runs_anew(counting: CountingEngine, other: list[str]) -> None:
    engine = RecordedEngine(counting)
    engine.run(split("met Harry met"))
    engine.run(split(*other))
    assert counting.num_runs == 2


def test_a_recorded_engine_is_named_as_its_own(counting: CountingEngine) -> None:
    engine = RecordedEngine(counting)
    assert (engine.name, engine.device, engine.precision) == ("onnx", "cpu", "fp32")
