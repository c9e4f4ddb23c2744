"""NumberedSentences: sentences as one array of token numbers."""

import hashlib
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nomen.training.data.raw_texts import UNKNOWN_WORD


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberedSentences:
    """Sentences as numbers of their distinct tokens; tokens that differ in case are distinct.

    Attributes:
        distinct: The distinct tokens, in order of their numbers.
        tokens: int32 (N,), the number of each token, sentence after sentence.
        starts: int64 (S + 1,), where each sentence starts in `tokens`; the last is N.
    """

    distinct: list[str]
    tokens: NDArray[np.int32]
    starts: NDArray[np.int64]

    @classmethod
    def build(cls, sentences: Iterator[Sequence[str]], *, max_tokens: int) -> "NumberedSentences":
        """Number the tokens of sentences; a sentence longer than `max_tokens` becomes several."""
        numbers: dict[str, int] = {}
        tokens, starts = array("i"), array("q", [0])
        for sentence in sentences:
            for piece in cut_evenly(sentence, max_tokens=max_tokens):
                tokens.extend([numbers.setdefault(token, len(numbers)) for token in piece])
                starts.append(len(tokens))
        return cls(
            distinct=list(numbers),
            tokens=np.frombuffer(tokens, dtype=np.int32) if tokens else np.zeros(0, np.int32),
            starts=np.frombuffer(starts, dtype=np.int64),
        )

    @property
    def lengths(self) -> NDArray[np.int32]:
        """int32 (S,), the tokens of each sentence, at least 1."""
        return np.diff(self.starts).astype(np.int32)

    def digest(self) -> str:
        """Give the SHA-256 of the tokens of all sentences, in order."""
        found = hashlib.sha256(repr(self.distinct).encode())
        found.update(self.tokens.data)
        found.update(self.starts.data)
        return found.hexdigest()

    def counts(self) -> dict[str, int]:
        """Count each distinct token; the mark of a left-out word is not counted."""
        counts = np.bincount(self.tokens, minlength=len(self.distinct)).tolist()
        found = dict(zip(self.distinct, counts, strict=True))
        found.pop(UNKNOWN_WORD, None)
        return found


def cut_evenly(sentence: Sequence[str], *, max_tokens: int) -> Iterator[Sequence[str]]:
    """Cut a sentence into as few pieces as possible, of about the same length."""
    num_pieces = -(-len(sentence) // max_tokens)
    size = -(-len(sentence) // max(1, num_pieces))
    for start in range(0, len(sentence), max(1, size)):
        yield sentence[start : start + size]
