"""The one rule from probabilities to names; knows no text and no engine."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float32]


def find_names(name: FloatArray, begin: FloatArray, *, threshold: float) -> Iterator[range]:
    """Find the names of one sentence or document, as ranges of token indices.

    A name is a maximal run of tokens at or above the threshold, split where a token is likelier
    to begin a name than to continue one.

    Args:
        name: Name probabilities, (T,), 0 to 1.
        begin: Begin probabilities, (T,), 0 to the name probability.
        threshold: Lowest name probability of a name's token, 0 to 1.
    """
    inside = name >= threshold
    if not inside.any():
        return
    before = np.concatenate(([False], inside[:-1]))
    starts = np.flatnonzero(inside & (~before | (begin > name - begin)))
    ends = np.flatnonzero(~inside)
    stops = np.searchsorted(ends, starts)
    for i, start in enumerate(starts):
        run_end = int(ends[stops[i]]) if stops[i] < len(ends) else len(name)
        next_start = int(starts[i + 1]) if i + 1 < len(starts) else run_end
        yield range(int(start), min(run_end, next_start))
