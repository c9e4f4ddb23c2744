"""Draft: a sentence under construction out of the tokens of another one."""

from collections.abc import Sequence

import numpy as np

from nomen.training.data.labels import LabelledSentence, SoftLabels, Span

NEW = -1
"""Stands for the index of a token that the sentence before did not have."""


class Draft:
    """Collects tokens of a sentence and new ones, with their names and soft labels.

    The soft labels of a kept token stay. New tokens get rows of NaN.
    """

    def __init__(self, sentence: LabelledSentence) -> None:
        self._sentence = sentence
        self._tokens: list[str] = []
        self._names: list[Span] = []
        self._kept: list[int] = []

    def keep(self, start: int, end: int) -> "Draft":
        """Add the sentence's tokens from `start` to `end`, half-open, with what they have of names.

        A name that reaches out of these tokens is cut, and what is left of it counts as new.
        """
        shift = len(self._tokens) - start
        self._tokens += self._sentence.tokens[start:end]
        self._kept += range(start, end)
        for name in self._sentence.names:
            first, last = max(name[0], start), min(name[1], end)
            if first < last:
                self._names.append((first + shift, last + shift))
                if (first, last) != name:
                    self._kept[first + shift : last + shift] = [NEW] * (last - first)
        return self

    def write(self, tokens: Sequence[str], *, is_name: bool = False) -> "Draft":
        """Add new tokens, one at least if they are a name."""
        if is_name:
            self._names.append((len(self._tokens), len(self._tokens) + len(tokens)))
        self._tokens += tokens
        self._kept += [NEW] * len(tokens)
        return self

    def finish(self) -> LabelledSentence:
        """Give the new sentence."""
        soft_labels = kept_soft_labels(self._sentence, self._kept)
        return LabelledSentence(tuple(self._tokens), tuple(self._names), soft_labels)


def kept_soft_labels(sentence: LabelledSentence, kept: Sequence[int]) -> SoftLabels | None:
    """Give the soft labels of tokens; `kept` has the index of each, or `NEW`."""
    if sentence.soft_labels is None:
        return None
    places = np.array(kept, dtype=np.int64)
    return np.where(places[:, None] == NEW, np.float16(np.nan), sentence.soft_labels[places])
