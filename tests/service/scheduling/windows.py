"""Windows, and an engine of our own for them, for the tests of what stands between."""

from collections.abc import Sequence

import numpy as np

from nomen.model.documents import Window, WindowProbabilities
from nomen.model.network.batching import HasTokens


def window(*tokens: str) -> Window:
    return Window(tokens=tokens, num_before=0, num_kept=len(tokens))


def windows(*lengths: int) -> list[Window]:
    return [window(*["a"] * length) for length in lengths]


def forward_numbers(batch: Sequence[HasTokens]) -> list[WindowProbabilities]:
    """Give tokens that are numbers back as their probabilities."""
    values = [np.array([float(token) for token in w.tokens], dtype=np.float32) for w in batch]
    return [WindowProbabilities(name=value, begin=value) for value in values]
