"""Windows: what the network reads at once, a block or a part of a long one with its context."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from nomen.model.arrays import Float32Array, Int32Array, UInt8Array
from nomen.model.text.blocks import block_starts, with_marks
from nomen.model.text.tokenizer import TokenizedText

WINDOW_TOKENS = 2048
"""Most tokens of a window."""
CONTEXT_TOKENS = 512
"""Tokens of context on either side of the tokens that a window keeps."""
STEP_TOKENS = WINDOW_TOKENS - 2 * CONTEXT_TOKENS
"""Tokens that a window of a longer block keeps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """One row of a forward pass: the tokens that it keeps, and their context on either side.

    Attributes:
        tokens: All tokens that the network reads, at most `WINDOW_TOKENS`.
        num_before: Tokens of context before the first that is kept.
        num_kept: Tokens whose probabilities are kept.
    """

    tokens: Sequence[str]
    num_before: int
    num_kept: int


class WindowProbabilities(NamedTuple):
    """Calibrated probabilities of a window's tokens, float32 (T,), 0 to 1."""

    name: Float32Array
    begin: Float32Array


def windows_of_text(text: TokenizedText) -> list[Window]:
    """Give the windows of a text's blocks."""
    return windows_of_tokens(text.tokens, text.breaks, text.sentence_starts)


def windows_of_tokens(
    tokens: Sequence[str], breaks: UInt8Array, sentence_starts: Int32Array
) -> list[Window]:
    """Give the windows of the blocks of a text or of a passage of it.

    Args:
        tokens: The T tokens.
        breaks: uint8 (T,), what parts each token from the one before it; values of `Break`.
        sentence_starts: int32 (S,), index of each token that starts a sentence, ascending.
    """
    tokens = with_marks(tokens, breaks)
    heads = block_starts(sentence_starts.tolist(), breaks)
    return [
        window
        for start, stop in pairwise([*heads, len(tokens)])
        for window in windows_of_block(tokens[start:stop])
    ]


def windows_of_block(
    tokens: Sequence[str], *, context: Sequence[str] = (), is_open: bool = False
) -> list[Window]:
    """Cut a block of more than WINDOW_TOKENS into windows that overlap by their contexts.

    Args:
        tokens: The tokens of the block, or of its rest.
        context: The last CONTEXT_TOKENS tokens before the rest; empty for a whole block.
        is_open: Whether more tokens follow. The windows then keep only the first tokens, those
            whose context is complete.
    """
    length = len(tokens)
    if length <= WINDOW_TOKENS and not context:
        whole = Window(tokens=tokens, num_before=0, num_kept=length)
        return [] if is_open or not tokens else [whole]
    tokens = [*context, *tokens] if context else tokens
    shift = len(context)
    windows = []
    for first in range(0, length, STEP_TOKENS):
        last = min(first + STEP_TOKENS, length)
        if is_open and last + CONTEXT_TOKENS > length:
            break
        before, after = max(-shift, first - CONTEXT_TOKENS), min(length, last + CONTEXT_TOKENS)
        read = tokens[before + shift : after + shift]
        windows.append(Window(tokens=read, num_before=first - before, num_kept=last - first))
    return windows
