"""EncodedTokens: what the network reads of each distinct token, as arrays."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nomen.model.network.encoding import Encoder
from nomen.model.network.vocabulary import PADDING_CHARACTER, Vocabulary

_CHUNK = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class EncodedTokens:
    """The encoding of each distinct token, and the numbers of its lower- and upper-case forms.

    Attributes:
        form_ids: int32 (V,).
        shape_ids: int8 (V,).
        character_ids: int16 (V, L), padded with PADDING_CHARACTER.
        num_characters: int16 (V,), 1 to L.
        lower: int32 (V,), the number of the token in lower case.
        upper: int32 (V,), the number of the token in upper case.
    """

    form_ids: NDArray[np.int32]
    shape_ids: NDArray[np.int8]
    character_ids: NDArray[np.int16]
    num_characters: NDArray[np.int16]
    lower: NDArray[np.int32]
    upper: NDArray[np.int32]

    @classmethod
    def build(
        cls, distinct: Sequence[str], vocabulary: Vocabulary, *, max_characters: int
    ) -> "EncodedTokens":
        """Encode distinct tokens, in order of their numbers, and after them their other casings."""
        numbers = {token: i for i, token in enumerate(distinct)}
        lower = [numbers.setdefault(token.lower(), len(numbers)) for token in distinct]
        upper = [numbers.setdefault(token.upper(), len(numbers)) for token in distinct]
        added = range(len(distinct), len(numbers))
        tokens = list(numbers)
        form_ids = np.empty(len(tokens), dtype=np.int32)
        shape_ids = np.empty(len(tokens), dtype=np.int8)
        character_ids = np.full((len(tokens), max_characters), PADDING_CHARACTER, dtype=np.int16)
        encoder = Encoder(vocabulary, max_characters=max_characters, max_remembered=1)
        for start in range(0, len(tokens), _CHUNK):
            encoded = encoder.encode([tokens[start : start + _CHUNK]])
            rows = slice(start, start + _CHUNK)
            form_ids[rows], shape_ids[rows] = encoded.form_ids, encoded.shape_ids
            character_ids[rows, : encoded.character_ids.shape[1]] = encoded.character_ids
        num_characters = (character_ids != PADDING_CHARACTER).sum(axis=1).clip(min=1)
        return cls(
            form_ids=form_ids,
            shape_ids=shape_ids,
            character_ids=character_ids,
            num_characters=num_characters.astype(np.int16),
            lower=np.array([*lower, *added], dtype=np.int32),
            upper=np.array([*upper, *added], dtype=np.int32),
        )
