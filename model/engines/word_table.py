"""The table of word vectors: each distinct token's is computed once and kept, up to a bound."""

from collections.abc import Callable, Sequence
from itertools import chain
from threading import Lock
from typing import Any, Generic, Protocol, TypeVar

import numpy as np

from nomen.model.arrays import Int32Array
from nomen.model.network.encoding import EncodedTokens, Encoder, shown_of
from nomen.model.network.vocabulary import Vocabulary


class Vectors(Protocol):
    """Rows of vectors that can be written: an array, or a tensor on any device."""

    def __len__(self) -> int:
        """Give the number of rows."""
        ...

    def __setitem__(self, rows: slice, vectors: Any, /) -> None:  # noqa: ANN401  # of its own kind
        """Write vectors of the same type into rows."""
        ...


V = TypeVar("V", bound=Vectors)

MAX_TOKENS = 32_768
"""Distinct tokens that are kept: 25 MB for vectors of 192 numbers."""

_PADDING = 0


class WordTable(Generic[V]):
    """One row for the vector of each token seen so far. Threads may share it.

    A row that `look_up` returned never changes, so one thread can read it while another adds
    tokens. New tokens take new rows. When no row is free, a new array replaces the full one.

    Args:
        vocabulary: Gives the ids of tokens.
        compute: Computes the vectors (U, D) of U tokens from their ids.
        make: Makes an array of the given number of rows, all 0.
        max_characters: Most characters of a token that become ids; see `Encoder`.
        max_tokens: Rows that are kept from one call to the next.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        compute: Callable[[EncodedTokens], V],
        make: Callable[[int], V],
        *,
        max_characters: int,
        max_tokens: int = MAX_TOKENS,
    ) -> None:
        # The table remembers tokens, so the encoder need not.
        self._encoder = Encoder(vocabulary, max_characters=max_characters, max_remembered=1)
        self._compute = compute
        self._make = make
        self._max_tokens = max_tokens
        self._lock = Lock()
        self._rows: dict[str, int] = {}
        self._vectors = make(max_tokens + 1)  # row 0 is for padding and stays 0

    def look_up(self, sentences: Sequence[Sequence[str]]) -> tuple[Int32Array, Int32Array, V]:
        """Find the vectors of the tokens of sentences, one token at least each.

        Returns:
            The rows of the tokens, padded, int32 (T, B); the sentences' lengths, int32 (B,); and
            the vectors, (N, D). The caller may read no other rows than these.
        """
        lengths = np.fromiter(map(len, sentences), dtype=np.int32, count=len(sentences))  # (B,)
        with self._lock:
            rows = self._find_rows(sentences)
            vectors = self._vectors
        positions = np.full((len(sentences), int(lengths.max())), _PADDING, dtype=np.int32)
        positions[np.arange(positions.shape[1]) < lengths[:, None]] = rows
        return np.ascontiguousarray(positions.T), lengths, vectors

    def _find_rows(self, sentences: Sequence[Sequence[str]]) -> list[int]:
        try:
            return list(map(self._rows.__getitem__, chain.from_iterable(sentences)))
        except KeyError:
            tokens = [shown_of(t) for t in chain.from_iterable(sentences)]
            self._add(tokens)
            return list(map(self._rows.__getitem__, tokens))

    def _add(self, tokens: Sequence[str]) -> None:
        """Compute the vectors that are missing. If they do not fit, forget all others first."""
        missing = list(dict.fromkeys(t for t in tokens if t not in self._rows))
        if not missing:
            return
        if len(self._rows) + len(missing) >= len(self._vectors):
            missing = list(dict.fromkeys(tokens))
            self._vectors = self._make(max(len(missing), self._max_tokens) + 1)
            self._rows.clear()
        first = len(self._rows) + 1
        self._vectors[first : first + len(missing)] = self._compute(
            self._encoder.encode_tokens(missing)
        )
        self._rows.update(zip(missing, range(first, first + len(missing)), strict=True))
