"""The rule that turns probabilities into names, the same in serving and in evaluation."""

from collections.abc import Iterator

from nomen.model.arrays import Float32Array


def find_names(
    name: Float32Array, begin: Float32Array, *, threshold: float | Float32Array
) -> Iterator[range]:
    """Find the names of one sentence or document, as ranges of token indices.

    A name is a maximal run of tokens at or above the threshold, split where a token is likelier
    to begin a name than to continue one.

    Args:
        name: Name probabilities, (T,), 0 to 1.
        begin: Begin probabilities, (T,), 0 to the name probability.
        threshold: Lowest name probability of a name's token, 0 to 1; or that of each token, (T,).
    """
    start = stop = 0
    for i in (name >= threshold).nonzero()[0].tolist():
        if i > stop or begin[i] > name[i] - begin[i]:
            if stop > start:
                yield range(start, stop)
            start = i
        stop = i + 1
    if stop > start:
        yield range(start, stop)
