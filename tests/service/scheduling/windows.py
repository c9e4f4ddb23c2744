"""Windows, and a simple engine for them."""

from collections.abc import Sequence

import numpy as np

from nomen.model.windows import Window, WindowProbabilities


def window(*tokens: str) -> Window:
    return Window(tokens=tokens, num_before=0, num_kept=len(tokens))


def windows(*lengths: int) -> list[Window]:
    return [window(*["a"] * length) for length in lengths]


def forward_numbers(sentences: Sequence[Sequence[str]]) -> list[WindowProbabilities]:
    """Read tokens that are numbers as their own probabilities."""
    values = [np.array([float(token) for token in tokens], np.float32) for tokens in sentences]
    return [WindowProbabilities(name=value, begin=value) for value in values]
