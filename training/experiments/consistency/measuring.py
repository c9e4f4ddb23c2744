"""Measures what the rule changes on whole documents: names left, false names, calibration."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

import numpy as np

from nomen.model.arrays import BoolArray, Float32Array, Int64Array
from nomen.model.names.consistency import WEIGHTS, Evidence, Features
from nomen.model.names.finding import find_names
from nomen.training.evaluation.intervals import Interval, share_interval
from nomen.training.evaluation.scores import expected_calibration_error
from nomen.training.experiments.consistency.outputs import DocumentOutput


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsistencyFigures:
    """What the rule changes on one set of documents.

    A letter of a gold name is left if no found name covers it. A found name is false if none of
    its tokens is part of a gold name.

    Attributes:
        num_documents: Documents.
        letters: Letters of gold names.
        left: Letters that are left without the rule.
        left_consistent: Letters that are left with it.
        left_share: The second as a share of the first.
        false_names: False names without the rule.
        false_consistent: False names with it.
        false_share: The second as a share of the first.
        num_raised: Tokens with a raised probability.
        raised_probability: Their mean probability, raised.
        raised_gold: The share of them that is part of a gold name.
        raised_ece: Their expected calibration error.
        ece_before: The error of the same tokens without the rule.
    """

    num_documents: int
    letters: int
    left: int
    left_consistent: int
    left_share: Interval
    false_names: int
    false_consistent: int
    false_share: Interval
    num_raised: int
    raised_probability: float
    raised_gold: Interval
    raised_ece: float
    ece_before: float

    def as_dict(self) -> dict[str, Any]:
        """Give all as plain values."""
        return asdict(self)


class DocumentFigures(NamedTuple):
    """What was counted in one document, and its raised tokens.

    Attributes:
        counts: The document's share of the first counts of `ConsistencyFigures`, from `letters`
            to `raised_gold`: letters, left, left with the rule, false names, false names with the
            rule, raised tokens, raised gold tokens.
        before: The probabilities of the raised tokens without the rule, (R,).
        after: Their probabilities with it, (R,).
        is_gold: Whether they are part of gold names, (R,).
    """

    counts: tuple[int, int, int, int, int, int, int]
    before: Float32Array
    after: Float32Array
    is_gold: BoolArray


def measure_document(
    output: DocumentOutput, *, threshold: float, weights: Features = WEIGHTS
) -> DocumentFigures:
    """Count what is left and false in a document, without the rule and with it."""
    evidence = Evidence.of(output.tokens, output.name, output.begin)
    name, begin = evidence.raised(output.tokens, output.name, output.begin, weights=weights)
    is_raised = name > output.name
    is_gold = output.in_names[is_raised]
    letters = np.array([sum(map(str.isalpha, token)) for token in output.tokens], dtype=np.int64)
    plain = _left_and_false(output, letters, output.name, output.begin, threshold=threshold)
    consistent = _left_and_false(output, letters, name, begin, threshold=threshold)
    return DocumentFigures(
        counts=(
            int(letters[output.in_names].sum()),
            plain[0],
            consistent[0],
            plain[1],
            consistent[1],
            len(is_gold),
            int(is_gold.sum()),
        ),
        before=output.name[is_raised],
        after=name[is_raised],
        is_gold=is_gold,
    )


def join_figures(documents: Sequence[DocumentFigures]) -> ConsistencyFigures:
    """Sum the figures of documents, one at least."""
    counts = np.array([document.counts for document in documents], dtype=np.int64)
    letters, left, left_consistent, false, false_consistent, raised, gold = counts.T
    before = np.concatenate([document.before for document in documents])
    after = np.concatenate([document.after for document in documents])
    is_gold = np.concatenate([document.is_gold for document in documents])
    return ConsistencyFigures(
        num_documents=len(documents),
        letters=int(letters.sum()),
        left=int(left.sum()),
        left_consistent=int(left_consistent.sum()),
        left_share=share_interval(left_consistent, left),
        false_names=int(false.sum()),
        false_consistent=int(false_consistent.sum()),
        false_share=share_interval(false_consistent, false),
        num_raised=len(after),
        raised_probability=float(after.mean()) if len(after) else 0.0,
        raised_gold=share_interval(gold, raised),
        raised_ece=expected_calibration_error(after, is_gold),
        ece_before=expected_calibration_error(before, is_gold),
    )


def _left_and_false(
    output: DocumentOutput,
    letters: Int64Array,
    name: Float32Array,
    begin: Float32Array,
    *,
    threshold: float,
) -> tuple[int, int]:
    """Count the letters of gold names that no found name covers, and the false names."""
    is_found = np.zeros(len(name), dtype=np.bool_)
    num_false = 0
    for found in find_names(name, begin, threshold=threshold):
        is_found[found.start : found.stop] = True
        num_false += not output.in_names[found.start : found.stop].any()
    return int(letters[output.in_names & ~is_found].sum()), num_false
