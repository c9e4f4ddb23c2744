"""Tokens to the arrays of ids that a network reads, the same in training and serving."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nomen.model.arrays import Int64Array
from nomen.model.network.vocabulary import (
    PADDING_CHARACTER,
    UNKNOWN_CHARACTER,
    UNKNOWN_FORM,
    Vocabulary,
    normalize_token,
    shape_id,
    word_form,
)
from nomen.model.text.breaks import split_mark

END_CHARACTERS = 128
"""Characters that are read at either end of a token: normalizing all takes quadratic time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EncodedTokens:
    """The ids of U tokens."""

    form_ids: Int64Array  # (U,)
    character_ids: Int64Array  # (U, L), padded with PADDING_CHARACTER
    shape_ids: Int64Array  # (U,)


@dataclass(frozen=True, slots=True, kw_only=True)
class EncodedBatch(EncodedTokens):
    """A padded batch of B sentences of at most T tokens, U of them distinct.

    Each distinct token is in the table once, and `positions` has the row of each token of each
    sentence. So the word encoder reads a token once, however often it occurs.
    """

    positions: Int64Array  # (B, T), rows of the table; padding points at row 0
    lengths: Int64Array  # (B,), tokens of each sentence, at least 1


def shown_of(token: str) -> str:
    """Give the part of a token that is read: all of it, or its two ends."""
    if len(token) <= 2 * END_CHARACTERS:
        return token
    return token[:END_CHARACTERS] + token[-END_CHARACTERS:]


class Encoder:
    """Gives the ids of tokens, and remembers those of tokens seen before, up to a bound."""

    def __init__(
        self, vocabulary: Vocabulary, *, max_characters: int, max_remembered: int = 65_536
    ) -> None:
        self._vocabulary = vocabulary
        self._max_characters = max_characters
        self._max_remembered = max_remembered
        self.remembered: dict[str, tuple[int, int, list[int]]] = {}

    def encode(self, sentences: Sequence[Sequence[str]]) -> EncodedBatch:
        """Encode sentences of at least one token each, in their order."""
        rows: dict[str, int] = {}
        lengths = np.array([len(tokens) for tokens in sentences], dtype=np.int64)  # (B,)
        positions = np.zeros((len(sentences), int(lengths.max())), dtype=np.int64)  # (B, T)
        for i, tokens in enumerate(sentences):
            positions[i, : len(tokens)] = [rows.setdefault(token, len(rows)) for token in tokens]
        table = self.encode_tokens(list(rows))
        return EncodedBatch(
            form_ids=table.form_ids,
            character_ids=table.character_ids,
            shape_ids=table.shape_ids,
            positions=positions,
            lengths=lengths,
        )

    def encode_tokens(self, tokens: Sequence[str]) -> EncodedTokens:
        """Encode tokens, one at least, in their order."""
        ids = [self._token_ids(token) for token in tokens]
        width = max(len(characters) for _, _, characters in ids)
        padded = [chars + [PADDING_CHARACTER] * (width - len(chars)) for _, _, chars in ids]
        return EncodedTokens(
            form_ids=np.array([form for form, _, _ in ids], dtype=np.int64),
            character_ids=np.array(padded, dtype=np.int64),
            shape_ids=np.array([shape for _, shape, _ in ids], dtype=np.int64),
        )

    def _token_ids(self, token: str) -> tuple[int, int, list[int]]:
        if len(token) > 2 * END_CHARACTERS:
            return self._look_up(shown_of(token))
        known = self.remembered.get(token)
        if known is None:
            if len(self.remembered) >= self._max_remembered:
                self.remembered.clear()
            known = self.remembered[token] = self._look_up(token)
        return known

    def _look_up(self, token: str) -> tuple[int, int, list[int]]:
        half = self._max_characters // 2
        mark, bare = split_mark(token)
        normal = normalize_token(bare)
        shown = normal if len(normal) <= 2 * half else normal[:half] + normal[-half:]
        form = self._vocabulary.form_ids.get(word_form(normal), UNKNOWN_FORM)
        known = self._vocabulary.character_ids
        characters = [known.get(character, UNKNOWN_CHARACTER) for character in shown]
        return form, shape_id(normal, mark), characters or [PADDING_CHARACTER]
