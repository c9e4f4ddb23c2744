"""Measures or fits the rule on all dev documents at hand."""

from collections.abc import Mapping, Sequence
from itertools import chain
from pathlib import Path

from nomen.model.names.consistency import WEIGHTS, Features
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
from nomen.training.experiments.consistency.outputs import DocumentOutput, run_network

THRESHOLD = "high_recall"
"""The preset at which redaction finds names."""

Outputs = Mapping[str, Sequence[DocumentOutput]]
"""The documents of each set, with what the network says about them."""


def run_dev_documents(
    tagger: Tagger, *, corpora: Path, texts: Path | None
) -> dict[str, list[DocumentOutput]]:
    """Run the network over the dev documents of each set, by their names.

    Args:
        tagger: The tagger.
        corpora: The folder of registered corpora.
        texts: A folder of texts; see `read_sets`.

    Raises:
        CorpusError: When no set is at hand, or one is malformed.
    """
    found = {
        name: list(run_network(tagger, documents))
        for name, documents in read_sets("dev", corpora=corpora, texts=texts)
    }
    if not found:
        raise CorpusError(f"{corpora}: expected a corpus with documents, or --documents")
    return found


def measure_consistency(outputs: Outputs, tagger: Tagger) -> dict[str, ConsistencyFigures]:
    """Measure the rule on each set of documents, on all texts, and on all sets."""
    return _figures({name: _measure(own, tagger, weights=WEIGHTS) for name, own in outputs.items()})


def measure_cross_fitted(outputs: Outputs, tagger: Tagger) -> dict[str, ConsistencyFigures]:
    """Measure what fitting gives: each half of a set with weights fitted on the other halves."""
    measured: dict[str, list[DocumentFigures]] = {name: [] for name in outputs}
    for half in (0, 1):
        weights = fit_consistency({name: own[1 - half :: 2] for name, own in outputs.items()})
        for name, own in outputs.items():
            measured[name] += _measure(own[half::2], tagger, weights=weights)
    return _figures(measured)


def fit_consistency(outputs: Outputs) -> Features:
    """Fit the rule's weights.

    Dev documents serve for this: a network is too sure of documents that it has learned from.

    Raises:
        CorpusError: When no token of any document may be raised.
    """
    return fit_weights([own for own in outputs.values() if own])


def _measure(
    outputs: Sequence[DocumentOutput], tagger: Tagger, *, weights: Features
) -> list[DocumentFigures]:
    threshold = choose_threshold(THRESHOLD, tagger.bundle.manifest)
    return [measure_document(each, threshold=threshold, weights=weights) for each in outputs]


def _figures(measured: Mapping[str, Sequence[DocumentFigures]]) -> dict[str, ConsistencyFigures]:
    groups = dict(measured)
    of_texts = [own for name, own in measured.items() if name.partition("/")[0] not in CORPORA]
    if of_texts:
        groups["all texts"] = list(chain.from_iterable(of_texts))
    groups["all"] = list(chain.from_iterable(measured.values()))
    return {name: join_figures(own) for name, own in groups.items() if own}
