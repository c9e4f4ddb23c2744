"""Settles where names begin and end: the rules for their tokens that need no probability to hold.

The network's names are parted where the text parts them, trimmed, and joined with what is left
beside them. Each rule looks a few tokens away at most.
"""

from collections.abc import Iterable, Sequence

from nomen.model.arrays import Float32Array
from nomen.model.names.layout import Layout
from nomen.model.names.settling.context import Context
from nomen.model.names.settling.joining import join
from nomen.model.names.settling.parting import part
from nomen.model.names.settling.trimming import trim


def settle(
    names: Iterable[range], tokens: Sequence[str], layout: Layout | None, name: Float32Array
) -> list[range]:
    """Give the names of a document with their final ends, apart and in their order.

    Args:
        names: Ranges of token indices, apart and in their order.
        tokens: The T tokens.
        layout: Where they stand in the text; None for a token list.
        name: Name probabilities, (T,), 0 to 1.
    """
    context = Context(tokens, layout)
    pieces = (piece for each in names for piece in part(each, context))
    return join((each for piece in pieces if (each := trim(piece, context))), context, name)
