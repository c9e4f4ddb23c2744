import numpy as np
import pytest

from model.encoding import EncodedBatch, Encoder
from model.engines.engine import Engine, FloatArray
from model.vocabulary import Vocabulary
from training.recording import RecordedEngine


class CountingEngine:
    name, device, precision = "onnx", "cpu", "fp32"

    def __init__(self) -> None:
        self.num_runs = 0

    def run(self, batch: EncodedBatch) -> tuple[FloatArray, FloatArray]:
        self.num_runs += 1
        zeros = np.full(batch.positions.shape, self.num_runs, dtype=np.float32)
        return zeros, zeros


@pytest.fixture
def counting() -> CountingEngine:
    return CountingEngine()


def encode(vocabulary: Vocabulary, *sentences: str) -> EncodedBatch:
    return Encoder(vocabulary, max_characters=24).encode([s.split() for s in sentences])


def test_the_same_batch_runs_once(counting: CountingEngine, tiny_vocabulary: Vocabulary) -> None:
    engine: Engine = RecordedEngine(counting)
    for _ in range(2):
        name, _ = engine.run(encode(tiny_vocabulary, "met Harry"))
        assert name.tolist() == [[1.0, 1.0]]
    assert counting.num_runs == 1


@pytest.mark.parametrize(
    "other",
    [["met harry met"], ["Harry met Harry"], ["met Harry Harry"], ["met Harry met", "met"]],
)
def test_another_batch_runs_anew(
    counting: CountingEngine, tiny_vocabulary: Vocabulary, other: list[str]
) -> None:
    engine = RecordedEngine(counting)
    engine.run(encode(tiny_vocabulary, "met Harry met"))
    engine.run(encode(tiny_vocabulary, *other))
    assert counting.num_runs == 2


def test_a_recorded_engine_is_named_as_its_own(counting: CountingEngine) -> None:
    engine = RecordedEngine(counting)
    assert (engine.name, engine.device, engine.precision) == ("onnx", "cpu", "fp32")
