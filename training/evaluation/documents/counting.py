"""Counts what a predictor finds and leaves in the pages of documents."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from nomen.model.arrays import IntArray
from nomen.training.data.documents import LabelledPage
from nomen.training.data.labels import Span
from nomen.training.data.texts import LabelledText
from nomen.training.evaluation.scores import count_names


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What was counted at one threshold, with a row for each page or each document.

    Attributes:
        names: Gold, predicted and correct names, int64 (S, 3).
        letters: Letters of gold names that are left, and all of them, int64 (S, 2).
    """

    names: IntArray
    letters: IntArray

    @classmethod
    def joined(cls, parts: Sequence["Counts"]) -> "Counts":
        """Join the rows of parts, one at least."""
        return cls(
            names=np.concatenate([part.names for part in parts]),
            letters=np.concatenate([part.letters for part in parts]),
        )

    def of_rows(self, rows: IntArray) -> "Counts":
        """Give some of the rows, by their indices."""
        return Counts(names=self.names[rows], letters=self.letters[rows])

    def summed(self, groups: IntArray) -> "Counts":
        """Sum the rows of each group; the groups are numbered from 0, int (S,)."""
        return Counts(names=_summed(self.names, groups), letters=_summed(self.letters, groups))


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedPages:
    """What was counted in pages.

    Attributes:
        pages: The S pages.
        default: At the default threshold.
        presets: At each preset, by its name.
    """

    pages: Sequence[LabelledPage]
    default: Counts
    presets: Mapping[str, Counts]

    @classmethod
    def joined(cls, parts: Sequence["CountedPages"]) -> "CountedPages":
        """Join the pages of parts, one at least, all with the same presets."""
        return cls(
            pages=[page for part in parts for page in part.pages],
            default=Counts.joined([part.default for part in parts]),
            presets={
                name: Counts.joined([part.presets[name] for part in parts])
                for name in parts[0].presets
            },
        )

    def by_document(self) -> "CountedPages":
        """Sum the pages of each document; the first page of each stands for it."""
        numbers: dict[str, int] = {}
        groups = np.array([numbers.setdefault(p.document, len(numbers)) for p in self.pages])
        _, first = np.unique(groups, return_index=True)
        return CountedPages(
            pages=[self.pages[i] for i in first],
            default=self.default.summed(groups),
            presets={name: counts.summed(groups) for name, counts in self.presets.items()},
        )

    def of_genre(self, genre: str) -> "CountedPages":
        """Give the pages of one genre."""
        rows = np.array([i for i, page in enumerate(self.pages) if page.genre == genre], dtype=int)
        return CountedPages(
            pages=[self.pages[i] for i in rows],
            default=self.default.of_rows(rows),
            presets={name: counts.of_rows(rows) for name, counts in self.presets.items()},
        )


def count_pages(texts: Sequence[LabelledText], predicted: Sequence[Sequence[Span]]) -> Counts:
    """Count the names of texts, and the letters that are left of them; a row for each text."""
    letters = [letters_left(*pair) for pair in zip(texts, predicted, strict=True)]
    return Counts(
        names=count_names([text.names for text in texts], predicted),
        letters=np.array(letters, dtype=np.int64).reshape(-1, 2),
    )


def letters_left(labelled: LabelledText, predicted: Sequence[Span]) -> tuple[int, int]:
    """Count the letters of gold names that no predicted name covers, and all of them.

    Every character that is not blank counts as a letter.
    """
    is_covered = bytearray(len(labelled.text))
    for start, end in predicted:
        is_covered[start:end] = b"\1" * (end - start)
    left = whole = 0
    for start, end in labelled.names:
        counted = [not letter.isspace() for letter in labelled.text[start:end]]
        whole += sum(counted)
        left += sum(
            is_letter and not covered
            for is_letter, covered in zip(counted, is_covered[start:end], strict=True)
        )
    return left, whole


def _summed(rows: IntArray, groups: IntArray) -> IntArray:
    sums = np.zeros((int(groups.max(initial=-1)) + 1, rows.shape[1]), dtype=np.int64)
    np.add.at(sums, groups, rows)
    return sums
