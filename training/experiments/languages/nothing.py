"""Texts with nothing to find: sentences of dev sets without a name, side by side."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from nomen.model.arrays import IntArray
from nomen.training.data.joining import join_tokens
from nomen.training.data.labels import LabelledSentence
from nomen.training.evaluation.predictor import Predictor, names_in_texts

FEWEST_TOKENS = 200
"""A text ends with the sentence that brings it there, or before a sentence with a name."""


@dataclass(frozen=True, slots=True)
class NamelessText:
    """Sentences without names, each on a line of its own, and the number of their tokens."""

    text: str
    num_tokens: int


def nameless_texts(sentences: Sequence[LabelledSentence]) -> list[NamelessText]:
    """Join the sentences without names that stand side by side to texts of some 200 tokens."""
    return [
        NamelessText(
            "\n".join(join_tokens(sentence.tokens).text for sentence in run),
            sum(len(sentence.tokens) for sentence in run),
        )
        for run in _runs(sentences)
    ]


def _runs(sentences: Sequence[LabelledSentence]) -> Iterator[list[LabelledSentence]]:
    run: list[LabelledSentence] = []
    for sentence in sentences:
        if not sentence.names:
            run.append(sentence)
        if run and (sentence.names or sum(len(s.tokens) for s in run) >= FEWEST_TOKENS):
            yield run
            run = []
    if run:
        yield run


def count_false_names(predictor: Predictor, texts: Sequence[NamelessText]) -> IntArray:
    """Count the names found in each text, and the text's tokens, int64 (S, 2)."""
    found = names_in_texts(predictor, [each.text for each in texts])
    rows = [(len(names), each.num_tokens) for names, each in zip(found, texts, strict=True)]
    return np.array(rows, dtype=np.int64).reshape(-1, 2)
