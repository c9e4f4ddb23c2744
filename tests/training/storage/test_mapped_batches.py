"""Mapped files, and `training/storage/writing.py`."""

import subprocess
import sys
from pathlib import Path

import pytest

from nomen.training.data.labels import LabelledSentence
from nomen.training.storage.mapped_batches import MappedBatches
from nomen.training.storage.writing import BATCH_SENTENCES, write_sentences


def write(path: Path, count: int) -> MappedBatches:
    with path.open("w+b") as file:
        write_sentences((LabelledSentence((f"t{i}",)) for i in range(count)), file)
        return MappedBatches(file)


@pytest.mark.parametrize(
    ("count", "rows"),
    [(0, []), (1, [1]), (BATCH_SENTENCES, [512]), (2 * BATCH_SENTENCES + 3, [512, 512, 3])],
)
def test_all_batches_but_the_last_are_full(tmp_path: Path, count: int, rows: list[int]) -> None:
    batches = write(tmp_path / "own.arrow", count)
    assert [batches[number].num_rows for number in range(len(batches))] == rows


def test_a_batch_is_whole_after_its_pages_were_released(tmp_path: Path) -> None:
    batches = write(tmp_path / "own.arrow", 150 * BATCH_SENTENCES)
    first = batches[0]
    for number in range(150):
        assert batches[number]["tokens"][0].as_py() == [f"t{number * BATCH_SENTENCES}"]
    assert first["tokens"][511].as_py() == ["t511"]


def test_sentences_are_read_alike_whether_their_batch_was_decoded_or_not(tmp_path: Path) -> None:
    batches = write(tmp_path / "own.arrow", 7 * BATCH_SENTENCES)
    for number in (0, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 1, 1, 0):
        found = batches.sentence(number, number)
        assert found.tokens == (f"t{number * BATCH_SENTENCES + number}",)


READS = """
import resource, sys
from pathlib import Path
from nomen.training.storage.stored_sentences import StoredSentences

stored = StoredSentences.from_file(Path(sys.argv[1]))
stored[0]
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
assert sum(len(sentence.tokens) for sentence in stored) == 25 * len(stored)
assert all(stored[i].tokens for i in range(0, len(stored), 97))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


@pytest.mark.slow
def test_reading_a_file_does_not_keep_it_in_memory(tmp_path: Path) -> None:
    path = tmp_path / "own.arrow"
    with path.open("wb") as file:
        sentence = LabelledSentence(("somewhat-longer-token",) * 25)
        write_sentences((sentence for _ in range(120_000)), file)
    done = subprocess.run(
        [sys.executable, "-c", READS, path], capture_output=True, text=True, check=True
    )
    assert path.stat().st_size > 75_000_000
    assert int(done.stdout) < 25_000  # KiB
