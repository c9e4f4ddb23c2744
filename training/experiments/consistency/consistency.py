"""Measures or fits the rule on all documents at hand."""

from pathlib import Path

from nomen.model.names.consistency import Features
from nomen.model.tagger import Tagger, choose_threshold
from nomen.training.errors import CorpusError
from nomen.training.experiments.consistency.documents import read_sets
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
    """Measure the rule on the dev documents of each set, and on all of them.

    Args:
        tagger: The tagger.
        corpora: The folder of registered corpora.
        texts: A folder of texts; see `read_sets`.

    Raises:
        CorpusError: When no set is at hand, or one is malformed.
    """
    threshold = choose_threshold(THRESHOLD, tagger.bundle.manifest)
    figures: dict[str, ConsistencyFigures] = {}
    everything: list[DocumentFigures] = []
    for name, documents in read_sets("dev", corpora=corpora, texts=texts):
        own = [
            measure_document(output, threshold=threshold)
            for output in run_network(tagger, documents)
        ]
        figures[name] = join_figures(own)
        everything += own
    if not everything:
        raise CorpusError(f"{corpora}: expected a corpus with documents, or --documents")
    return {**figures, "all": join_figures(everything)}


def fit_consistency(tagger: Tagger, *, corpora: Path, texts: Path | None) -> Features:
    """Fit the rule's weights on the train documents.

    Arguments and errors are those of `measure_consistency`.
    """
    sets = list(read_sets("train", corpora=corpora, texts=texts))
    if not sets:
        raise CorpusError(f"{corpora}: expected a corpus with documents, or --documents")
    return fit_weights(list(run_network(tagger, documents)) for _, documents in sets)
