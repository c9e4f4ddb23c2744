"""Measures a bundle on named sets of sentences; knows no command line."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from nomen.model.engines.selection import PrecisionChoice
from nomen.model.tagger import load_tagger
from nomen.training.data.conll import Columns
from nomen.training.data.labels import LabelledSentence
from nomen.training.data.readers import read_sentences
from nomen.training.data.registry import find_split, read_split
from nomen.training.errors import CorpusError
from nomen.training.evaluation.evaluation import (
    Evaluation,
    Mistake,
    evaluate,
    predict,
    worst_sentences,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The figures of one set, with the sentences that went worst."""

    name: str
    evaluation: Evaluation
    worst: list[Mistake]

    def as_dict(self) -> dict[str, Any]:
        """Give all as plain values."""
        return asdict(self)


def measure_sets(
    bundle: str,
    sets: Sequence[str],
    *,
    folder: Path,
    precision: PrecisionChoice = "auto",
    threshold: float | None = None,
    columns: Columns | None = None,
    num_threads: int = 1,
    num_worst: int = 0,
) -> list[Measured]:
    """Measure a bundle on the CPU on each set.

    Args:
        bundle: A shipped bundle's name, or a folder.
        sets: `NAME/SPLIT` of a registered corpus, or paths of files.
        folder: The folder of registered corpora.
        precision: Which engine; see `load_engine`.
        threshold: Lowest name probability of a name's token; the bundle's by default.
        columns: The layout of files, and the types that are names.
        num_threads: Threads of one forward pass.
        num_worst: Sentences with the most wrong names to give for each set.
    """
    sentences = {name: read_set(name, folder=folder, columns=columns) for name in sets}
    tagger = load_tagger(bundle, device="cpu", precision=precision, num_threads=num_threads)
    measured = []
    for name in sets:
        predictions = predict(tagger, sentences[name], threshold=threshold)
        worst = worst_sentences(predictions, num_worst)
        measured.append(Measured(name=name, evaluation=evaluate(predictions), worst=worst))
    return measured


def read_set(name: str, *, folder: Path, columns: Columns | None = None) -> list[LabelledSentence]:
    """Read `NAME/SPLIT` of a registered corpus, or a file by its path.

    Raises:
        CorpusError: When it is neither.
    """
    if found := find_split(name):
        return read_split(*found, folder)
    if not Path(name).is_file():
        raise CorpusError(f"{name}: expected NAME/dev, NAME/test of a corpus, or a file")
    return read_sentences(Path(name), columns)
