"""Measures or fits the rule on all documents at hand."""

from itertools import chain
from pathlib import Path

from nomen.model.names.consistency import Features
from nomen.model.tagger import Tagger
from nomen.model.thresholds import choose_threshold
from nomen.training.errors import CorpusError
from nomen.training.experiments.consistency.documents import CORPORA, read_sets
from nomen.training.experiments.consistency.fitting import fit_weights
from nomen.training.experiments.consistency.measuring import (
    ConsistencyFigures,
    DocumentFigures,
    join_figures,
    measure_document,
)
from nomen.training.experiments.consistency.outputs import run_network

THRESHOLD = "high_recall"
"""The preset at which redaction finds names."""


def measure_consistency(
    tagger: Tagger, *, corpora: Path, texts: Path | None
) -> dict[str, ConsistencyFigures]:
    """Measure the rule on the dev documents of each set, of all texts, and of all sets.

    Args:
        tagger: The tagger.
        corpora: The folder of registered corpora.
        texts: A folder of texts; see `read_sets`.

    Raises:
        CorpusError: When no set is at hand, or one is malformed.
    """
    threshold = choose_threshold(THRESHOLD, tagger.bundle.manifest)
    measured: dict[str, list[DocumentFigures]] = {}
    for name, documents in read_sets("dev", corpora=corpora, texts=texts):
        measured[name] = [
            measure_document(output, threshold=threshold)
            for output in run_network(tagger, documents)
        ]
    if not measured:
        raise CorpusError(f"{corpora}: expected a corpus with documents, or --documents")
    of_texts = [own for name, own in measured.items() if name.partition("/")[0] not in CORPORA]
    if of_texts:
        measured["all texts"] = list(chain.from_iterable(of_texts))
    everything = (own for name, own in measured.items() if name != "all texts")
    measured["all"] = list(chain.from_iterable(everything))
    return {name: join_figures(own) for name, own in measured.items()}


def fit_consistency(tagger: Tagger, *, corpora: Path, texts: Path | None) -> Features:
    """Fit the rule's weights on the train documents.

    Arguments and errors are those of `measure_consistency`.
    """
    sets = list(read_sets("train", corpora=corpora, texts=texts))
    if not sets:
        raise CorpusError(f"{corpora}: expected a corpus with documents, or --documents")
    return fit_weights(list(run_network(tagger, documents)) for _, documents in sets)
