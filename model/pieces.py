"""Pieces: what the network reads of the tokens of a list.

Callers may cut Chinese and Japanese into words. Bundles read characters there, so a word is read
character by character, and its probabilities are those of its characters.
"""

from collections.abc import Sequence

import numpy as np

from nomen.model.arrays import Int32Array
from nomen.model.text.tokenizer import tokenize
from nomen.model.text.unspaced import mask_unspaced
from nomen.model.windows import WindowProbabilities


def pieces_of(tokens: Sequence[str]) -> tuple[Sequence[str], Int32Array | None]:
    """Give what the network reads of tokens.

    Returns:
        The pieces, and int32 (T,), the index of the first piece of each token; None where each
        token is a piece.
    """
    joined = "".join(tokens)
    if mask_unspaced(joined) is joined:
        return tokens, None
    pieces: list[str] = []
    firsts: list[int] = []
    for token in tokens:
        firsts.append(len(pieces))
        is_whole = len(token) == 1 or mask_unspaced(token) is token
        pieces += [token] if is_whole else tokenize(token).tokens
    if len(pieces) == len(tokens):
        return tokens, None
    return pieces, np.array(firsts, dtype=np.int32)


def join_pieces(probabilities: WindowProbabilities, firsts: Int32Array) -> WindowProbabilities:
    """Give the probabilities of tokens, (T,) each, from those of their pieces.

    A token is as likely part of a name as its likeliest piece, and begins one as its first piece
    does.

    Args:
        probabilities: Of the pieces.
        firsts: int32 (T,), the index of the first piece of each token; T is 1 or more.
    """
    name, begin = probabilities
    return WindowProbabilities(np.maximum.reduceat(name, firsts), begin[firsts])
