"""Measures a bundle on sets of sentences, each the split of a corpus or a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nomen.model.engines.selection import PrecisionChoice
from nomen.model.tagger import load_tagger
from nomen.training.data.labels import LabelledSentence
from nomen.training.data.registry import find_split, read_split
from nomen.training.errors import CorpusError
from nomen.training.evaluation.evaluation import (
    Evaluation,
    Mistake,
    evaluate,
    predict,
    worst_sentences,
)
from nomen.training.formats.detecting import is_brat
from nomen.training.formats.reading import read_file
from nomen.training.formats.settings import FileSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The figures of one set, with the sentences that have the most mistakes."""

    name: str
    evaluation: Evaluation
    worst: list[Mistake]

    def as_dict(self) -> dict[str, Any]:
        """Give all as plain values."""
        return {
            "name": self.name,
            "evaluation": self.evaluation.as_dict(),
            "worst": [mistake.as_dict() for mistake in self.worst],
        }


def measure_sets(
    bundle: str,
    sets: Sequence[str],
    *,
    folder: Path,
    precision: PrecisionChoice = "auto",
    threshold: float | None = None,
    settings: FileSettings | None = None,
    num_threads: int = 1,
    num_worst: int = 0,
) -> list[Measured]:
    """Measure a bundle on the CPU on each set.

    Args:
        bundle: A shipped bundle's name, or a folder.
        sets: `NAME/SPLIT` of a registered corpus, or paths of files.
        folder: The folder of registered corpora.
        precision: The precision of the engine; see `load_engine`.
        threshold: Lowest name probability of a name's token; the bundle's by default.
        settings: How files are read.
        num_threads: Threads of one forward pass.
        num_worst: How many of the sentences with the most mistakes to give for each set.
    """
    sentences = {name: read_set(name, folder=folder, settings=settings) for name in sets}
    tagger = load_tagger(bundle, device="cpu", precision=precision, num_threads=num_threads)
    measured = []
    for name in sets:
        predictions = predict(tagger, sentences[name], threshold=threshold)
        worst = worst_sentences(predictions, num_worst)
        measured.append(Measured(name=name, evaluation=evaluate(predictions), worst=worst))
    return measured


def read_set(
    name: str, *, folder: Path, settings: FileSettings | None = None
) -> list[LabelledSentence]:
    """Read `NAME/SPLIT` of a registered corpus, or a file by its path.

    A folder of brat's documents counts as a file.

    Raises:
        CorpusError: When it is neither.
    """
    if found := find_split(name):
        return read_split(*found, folder)
    if not Path(name).is_file() and not is_brat(Path(name)):
        raise CorpusError(f"{name}: expected NAME/dev, NAME/test of a corpus, or a file")
    return read_file(Path(name), settings).sentences
