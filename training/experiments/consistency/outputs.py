"""What the network alone says about whole documents, before any rule."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from nomen.model.arrays import BoolArray, Float32Array
from nomen.model.documents import join_windows
from nomen.model.tagger import Tagger
from nomen.training.experiments.consistency.documents import GoldDocument


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentOutput:
    """A document's tokens, the network's probabilities and the truth.

    Attributes:
        tokens: The T tokens.
        name: Name probabilities, (T,), 0 to 1.
        begin: Begin probabilities, (T,), 0 to the name probability.
        in_names: Whether each token is part of a gold name, (T,).
    """

    tokens: Sequence[str]
    name: Float32Array
    begin: Float32Array
    in_names: BoolArray


def run_network(tagger: Tagger, documents: Sequence[GoldDocument]) -> Iterator[DocumentOutput]:
    """Run the network over documents, in their order."""
    parts = list(chain.from_iterable(document.parts for document in documents))
    joined = map(join_windows, parts, tagger.forward_all(parts))
    for document in documents:
        own = [next(joined) for _ in document.parts]
        yield DocumentOutput(
            tokens=document.tokens,
            name=np.concatenate([each.name for each in own]),
            begin=np.concatenate([each.begin for each in own]),
            in_names=document.in_names,
        )
