"""Prose: the sentences of corpora as texts, each joined when it is drawn."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import overload

from nomen.training.data.joining import as_text
from nomen.training.data.labels import LabelledSentence
from nomen.training.data.texts import LabelledText


class Prose(Sequence[LabelledText]):
    """The sentences of several corpora, one corpus after the other, as raw texts with names."""

    def __init__(self, corpora: Sequence[Sequence[LabelledSentence]]) -> None:
        self._corpora = corpora
        self._starts = list(accumulate((len(corpus) for corpus in corpora), initial=0))

    def __len__(self) -> int:
        return self._starts[-1]

    @overload
    def __getitem__(self, index: int) -> LabelledText: ...

    @overload
    def __getitem__(self, index: slice) -> list[LabelledText]: ...

    def __getitem__(self, index: int | slice) -> LabelledText | list[LabelledText]:
        found = range(len(self))[index]
        if isinstance(found, range):
            return [self[i] for i in found]
        corpus = bisect_right(self._starts, found) - 1
        return as_text(self._corpora[corpus][found - self._starts[corpus]])
